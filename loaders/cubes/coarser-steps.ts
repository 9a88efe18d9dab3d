import type {CubeHeader} from "./cube-spec.ts";

type Columns = Record<string, Float64Array>;

/**
 * Steps of every longer length of a cube, the longest first, from those of the shortest. Sums are taken in the order of the
 * rows, so that the same rows always give the same bytes.
 *
 * @param finest `step`, `time` (ms), `key` and the measures, sorted by key and time; a measure that is not known is NaN
 */
export function coarserSteps(finest: Columns, {steps, measures}: Pick<CubeHeader, "steps" | "measures">): Columns[] {
  return steps
    .slice(1)
    .reverse()
    .map((step) => coarser(finest, step, measures));
}

function coarser(finest: Columns, step: number, measures: CubeHeader["measures"]): Columns {
  const {time, key} = finest as Record<"time" | "key", Float64Array>;
  const begin = time.map((at) => Math.floor(at / step) * step);
  const firsts: number[] = [];
  for (let i = 0; i < time.length; i++)
    if (i === 0 || key[i] !== key[i - 1] || begin[i] !== begin[i - 1]) firsts.push(i);
  const fold = (known: (from: number, to: number) => number) =>
    Float64Array.from(firsts, (from, i) => known(from, firsts[i + 1] ?? time.length));
  return {
    step: new Float64Array(firsts.length).fill(step),
    time: Float64Array.from(firsts, (first) => begin[first]!),
    key: Float64Array.from(firsts, (first) => key[first]!),
    ...Object.fromEntries(
      Object.entries(measures).map(([name, how]) => {
        const values = finest[name]!;
        return [
          name,
          typeof how === "string"
            ? fold((from, to) => folded(values, from, to, folds[how]))
            : fold((from, to) => mean(values, finest[how.mean]!, from, to))
        ];
      })
    )
  };
}

const folds = {sum: (known: number, value: number) => known + value, min: Math.min, max: Math.max};

function folded(
  values: Float64Array,
  from: number,
  to: number,
  fold: (known: number, value: number) => number
): number {
  let known = Number.NaN;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) known = Number.isNaN(known) ? value : fold(known, value);
  }
  return known;
}

function mean(values: Float64Array, weights: Float64Array, from: number, to: number): number {
  let sum = 0;
  let weight = 0;
  for (let i = from; i < to; i++)
    if (!Number.isNaN(values[i]!)) {
      sum += values[i]! * weights[i]!;
      weight += weights[i]!;
    }
  return sum / weight;
}
