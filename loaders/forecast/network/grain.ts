/** Values that are taken together as their mean: [from, to) in steps. */
export interface Span {
  from: number;
  to: number;
}

const blocksPerDay = 48;

/** Steps in the blocks in which a network sees a day: the fewest that divide it into 48 blocks at most. */
export function grainOf(day: number): number {
  let grain = 1;
  while (day % grain !== 0 || day / grain > blocksPerDay) grain++;
  return grain;
}

/** Steps at the origin that are seen and forecast one by one, where others are blocks. */
export const fineSteps = (grain: number): number => 2 * grain;

/** What a network forecasts: the first steps ahead one by one, then blocks up to the horizon. */
export function spansAhead(horizon: number, grain: number): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < horizon; ) {
    const to = Math.min(horizon, from + (from < fineSteps(grain) ? 1 : grain));
    spans.push({from, to});
    from = to;
  }
  return spans;
}

/** Values of every step from those of spans: linear between the centers of spans, level beyond the last. */
export function stepsOf(spans: Span[], values: ArrayLike<number>): Float64Array {
  const steps = new Float64Array(spans.at(-1)!.to);
  const center = (i: number) => (spans[i]!.from + spans[i]!.to - 1) / 2;
  let i = 0;
  for (let h = 0; h < steps.length; h++) {
    while (i + 2 < spans.length && center(i + 1) <= h) i++;
    const next = Math.min(i + 1, spans.length - 1);
    const share = next > i ? Math.min(1, Math.max(0, (h - center(i)) / (center(next) - center(i)))) : 0;
    steps[h] = values[i]! + share * (values[next]! - values[i]!);
  }
  return steps;
}
