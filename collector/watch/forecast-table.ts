import type {HourlyForecasts} from "../../loaders/water/hourly-forecasts.ts";
import {dueAfter, type Timing} from "../schedule/timing.ts";

/** The latest forecasts of all series, by the hour. */
export class ForecastTable {
  readonly #forecasts: Map<string, HourlyForecasts["forecasts"][number]["forecast"]>;
  /** ms UTC; null where there are none. */
  readonly madeAt: number | null;

  constructor(kept: HourlyForecasts | null) {
    this.madeAt = kept?.madeAt ?? null;
    this.#forecasts = new Map(kept?.forecasts.map((one) => [JSON.stringify([one.source, one.series]), one.forecast]));
  }

  /** What is forecast for the hour that holds an instant; null where nothing is. */
  at(source: string, series: string, time: number): number | null {
    const known = this.#forecasts.get(JSON.stringify([source, series]));
    return known?.mean[Math.floor((time - known.start) / known.step)] ?? null;
  }

  /** Whether two of the runs that make them have been missed by an instant. */
  isOld(timing: Timing, now: number): boolean {
    if (this.madeAt === null) return false;
    return dueAfter(timing, dueAfter(timing, this.madeAt, this.madeAt), this.madeAt) < now;
  }
}
