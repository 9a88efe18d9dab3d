import {quantileSorted} from "../math/quantile.ts";

const fewestWeeks = 6;
/** How many times the usual difference between two weeks a shift has to be. */
const wild = 6;

/**
 * A history whose level moved for good, as after a change of the meter, on its present level: what came before the
 * greatest difference between the means of two weeks, if it stands out from the others, is moved by that.
 *
 * @param z on a scale on which a factor is a difference
 */
export function levelled(z: Float64Array, day: number, week: number): Float64Array {
  if (z.length < fewestWeeks * week) return z;
  const sums = new Float64Array(z.length + 1);
  for (let t = 0; t < z.length; t++) sums[t + 1] = sums[t]! + z[t]!;
  const mean = (from: number, to: number) => (sums[to]! - sums[from]!) / (to - from);
  const count = Math.floor((z.length - 2 * week) / day) + 1;
  const places = Array.from({length: count}, (_, i) => week + i * day);
  const steps = Float64Array.from(places, (at) => mean(at, at + week) - mean(at - week, at));
  const sizes = steps.map(Math.abs);
  const most = sizes.reduce((best, size, i) => (size > sizes[best]! ? i : best), 0);
  const at = places[most]!;
  const lasting = mean(at, z.length) - mean(0, at);
  const usual = quantileSorted(sizes.slice().sort(), 0.5);
  if (!(sizes[most]! > wild * usual && sizes[most]! < 2 * Math.abs(lasting))) return z;
  return z.map((value, t) => (t < at ? value + steps[most]! : value));
}
