/** A one-to-one map between a series' values and the scale on which a model works. */
export interface Scale {
  to: (value: number) => number;
  from: (value: number) => number;
}

/**
 * The scale on which changes of a series are alike: logarithms where all values are positive, shifted logarithms where
 * some are zero, the values themselves where some are negative. What comes back is never negative unless the series is.
 */
export const scaleOf = (values: Float64Array): Scale => scaleBy(shiftOf(values));

/** What is added to values before their logarithm is taken; null where they stay as they are. */
export function shiftOf(values: Float64Array): number | null {
  let lowest = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < lowest) lowest = value;
    sum += value;
  }
  const mean = sum / values.length;
  if (!(lowest >= 0 && mean > 0)) return null;
  return lowest > mean * 1e-3 ? 0 : mean / 20;
}

export function scaleBy(shift: number | null): Scale {
  if (shift === null) return {to: (value) => value, from: (value) => value};
  return {to: (value) => Math.log(Math.max(value, 0) + shift), from: (value) => Math.max(0, Math.exp(value) - shift)};
}

/** A history on its scale. */
export const scaled = ({to}: Scale, values: Float64Array): Float64Array => values.map((value) => to(value));

/**
 * Values of a model back in the unit of the series, held within what the history and half its range allow; so no model
 * can run away.
 */
export function unscaled({from}: Scale, forecast: Float64Array, history: Float64Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < history.length; i++) {
    const value = history[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const room = (high - low) / 2;
  return forecast.map((value) => from(Math.min(high + room, Math.max(low - room, value))));
}
