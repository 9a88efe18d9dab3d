import type {HourlyForecast} from "../../loaders/forecast/hourly-forecast.ts";

const hourMs = 3_600_000;

/** The latest forecasts of all series, by the hour. */
export class ForecastTable {
  #forecasts = new Map<string, HourlyForecast>();

  set(forecasts: HourlyForecast[]): void {
    this.#forecasts = new Map(forecasts.map((one) => [JSON.stringify([one.source, one.series]), one]));
  }

  /** What is forecast for the hour that holds an instant; null where nothing is. */
  at(source: string, series: string, time: number): number | null {
    const known = this.#forecasts.get(JSON.stringify([source, series]));
    return known?.mean[Math.floor((time - known.start) / hourMs)] ?? null;
  }
}
