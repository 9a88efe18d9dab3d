/** The least stride, `least` or above, that shares no divisor with a day: with it every time of day takes its turn. */
export function coprimeStride(least: number, day: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, least);
  while (divisor(stride, day) > 1) stride++;
  return stride;
}
