import {timeSeries} from "./time-series.js";
import type {ForecastPoint, Point} from "./time-series-data.js";

export interface PlanChartOptions {
  /** What was measured. */
  load: readonly Point[];
  /** What is expected, with its intervals. */
  forecast: readonly ForecastPoint[];
  /** From `time` on, `servers` are in service. */
  changes: readonly {time: number; servers: number}[];
  /** What one server carries, in `unit`. */
  capacity: number;
  /** Unit of load and capacity. */
  unit: string;
  /** Instant marked "now", UTC ms. */
  now: number;
}

/** Load and its forecast below the steps of what the planned servers carry. */
export function planChart(
  {load, forecast, changes, capacity, unit, now}: PlanChartOptions,
  width: number,
  height: number
): Element {
  const steps = changes.map(({time, servers}) => ({time: Math.max(time, now), value: servers * capacity}));
  const [last, end] = [steps.at(-1), forecast.at(-1)];
  if (last && end) steps.push({time: end.time, value: last.value});
  return timeSeries(
    {
      lines: [
        {label: "Load", points: load},
        {label: "Capacity", points: steps, color: "var(--series-2)", steps: true}
      ],
      forecast,
      unit,
      now,
      zero: true
    },
    width,
    height
  );
}
