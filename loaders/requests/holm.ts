/**
 * p values corrected for testing many hypotheses at once: the chance of any false finding stays below the level at
 * which they are read. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const corrected = new Array<number>(pValues.length);
  const ascending = pValues.map((p, index) => ({p, index})).sort((a, b) => a.p - b.p);
  let largest = 0;
  for (const [rank, {p, index}] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)));
    corrected[index] = largest;
  }
  return corrected;
}
