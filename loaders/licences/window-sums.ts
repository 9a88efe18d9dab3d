const week = 168;

/**
 * Sums of neighbouring hours by their number, from 0 to `longest`, and by where they begin: 1 to 168 hours after the
 * first hour. Takes 168 + `longest` hours; a sum with a gap in it is NaN.
 */
export function windowSums(hours: ArrayLike<number>, longest: number): Float64Array[] {
  const sums = [new Float64Array(week)];
  for (let length = 1; length <= longest; ++length)
    sums.push(sums[length - 1]!.map((sum, i) => sum + hours[i + length]!));
  return sums;
}
