import type {Regular} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";

const hourMs = 3_600_000;

/** Means of whole hours, gaps left out; an hour without any value is a gap. */
export function hourly({start, step, values}: Regular): Regular {
  const rows = hourMs / step;
  const first = Math.ceil(start / hourMs) * hourMs;
  const skip = (first - start) / step;
  const hours = Math.max(0, Math.floor((values.length - skip) / rows));
  const means = Float64Array.from({length: hours}, (_, i) =>
    mean(values.subarray(skip + i * rows, skip + (i + 1) * rows))
  );
  return {start: first, step: hourMs, values: means};
}
