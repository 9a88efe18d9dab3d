/** A load whose gaps (NaN) take the value before them; leading ones are 0. */
export function withoutGaps(values: Float64Array): Float64Array {
  let last = 0;
  return values.map((value) => {
    if (Number.isFinite(value)) last = value;
    return last;
  });
}
