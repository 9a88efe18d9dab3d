import {rename} from "node:fs/promises";
import {decodeHourlyForecasts, hourlyForecastsFile} from "../../loaders/water/hourly-forecasts.ts";
import type {Config} from "../config.ts";
import {sync, writeFileOf} from "../durable.ts";
import {printed} from "./printed.ts";

/**
 * Forecasts the coming week of every series of the plant by the hour, and keeps that for reports and for the site. Returns
 * the number of series. Throws when it cannot, and when aborted; what was kept before stays then.
 */
export async function keepForecasts(place: Pick<Config, "root" | "data">, signal: AbortSignal): Promise<number> {
  const bytes = await printed(place, "print-hourly-forecasts", signal);
  const made = decodeHourlyForecasts(bytes);
  if (!made) throw new Error("cannot read the forecasts that were made (was Weir upgraded meanwhile? restart it)");
  const file = hourlyForecastsFile(place.data);
  const draft = `${file}.${process.pid}`;
  await writeFileOf([bytes], draft);
  await sync(draft);
  await rename(draft, file);
  await sync(place.data);
  return made.forecasts.length;
}
