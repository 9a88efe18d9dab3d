/**
 * Gini coefficient of `values`, each shared by `weights` units (one each unless given): twice the area between the
 * Lorenz curve and the diagonal. 0 when every unit has the same; towards 1 when one has all. null when there is nothing
 * to share. Values and weights at least 0; entries of weight 0 do not count.
 */
export function gini(values: readonly number[], weights: readonly number[] = values.map(() => 1)): number | null {
  const entries = values
    .map((value, i) => ({value, weight: weights[i]!}))
    .filter(({weight}) => weight > 0)
    .sort((a, b) => a.value / a.weight - b.value / b.weight);
  const total = entries.reduce((sum, {value}) => sum + value, 0);
  const units = entries.reduce((sum, {weight}) => sum + weight, 0);
  if (!(total > 0)) return null;
  let held = 0;
  let area = 0;
  for (const {value, weight} of entries) {
    area += (weight / units) * ((2 * held + value) / total);
    held += value;
  }
  return Math.max(0, 1 - area);
}
