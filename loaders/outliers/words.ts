/** A number with as many digits as readers need: three significant ones, whole above 100. */
export const number = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString();

/** A number with its unit. */
export const quantity = (value: number, unit: string): string => (unit ? `${number(value)} ${unit}` : number(value));

/** A duration in the largest unit that fits, as in 25 min, 2.5 h, 3 days. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${number(Number(hours.toPrecision(2)))} h` : `${Math.round(hours / 24)} days`;
}

/** A relative difference in whole per cent, as in "12 % above"; just the side of a reference of 0. */
export function against(value: number, reference: number): string {
  const side = value < reference ? "below" : "above";
  return reference === 0 ? side : `${Math.round(100 * Math.abs(value / reference - 1))} % ${side}`;
}

/** A range in words, as in "0 to 20 bar", "at least 0 bar"; null is an open end. */
export function range(min: number | null, max: number | null, unit: string): string {
  if (max === null) return `at least ${quantity(min ?? Number.NEGATIVE_INFINITY, unit)}`;
  return min === null ? `at most ${quantity(max, unit)}` : `${number(min)} to ${quantity(max, unit)}`;
}
