import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {deserialize, serialize} from "node:v8";
import type {Forecast} from "../forecast/model.ts";

/** The coming seven days of a series of the plant by the hour. */
export interface HourlyForecast {
  source: string;
  series: string;
  /** What it was made from and by: another forecast of the same key is the same. null where nobody can tell. */
  key: string | null;
  forecast: Forecast;
}

/** What the job `forecast` keeps. */
export interface HourlyForecasts {
  /** ms UTC. */
  madeAt: number;
  forecasts: HourlyForecast[];
}

const version = 1;

/** Where they are kept in a data folder. */
export const hourlyForecastsFile = (data: string): string => join(data, "hourly-forecasts.bin");

export const encodeHourlyForecasts = (kept: HourlyForecasts): Buffer => serialize({version, ...kept});

/** null for what this version has not written. */
export function decodeHourlyForecasts(file: Buffer): HourlyForecasts | null {
  try {
    const {version: found, ...kept} = deserialize(file) as HourlyForecasts & {version: number};
    return found === version ? kept : null;
  } catch {
    return null; // written by a later Node
  }
}

/** The forecasts that were made last; null where none were. */
export function readHourlyForecasts(data: string): HourlyForecasts | null {
  const file = hourlyForecastsFile(data);
  return existsSync(file) ? decodeHourlyForecasts(readFileSync(file)) : null;
}
