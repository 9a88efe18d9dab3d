import {tenMinuteOf} from "../../loaders/outliers/ten-minute-means.ts";
import {pause} from "../source.ts";
import type {Watch} from "../watch.ts";

export interface ReportOptions {
  /** A run of the report is stopped after this time, ms. */
  limitMs: number;
  /** Whether forecasts are being made, or are about to be. */
  isForecasting: () => boolean;
}

const hourMs = 3_600_000;

/** It waits so long at most, ms, and for so much of its limit: the rest is for the report itself. */
const [mostMs, mostShare] = [240_000, 0.8];

/** It looks this often whether forecasts are made, ms. */
const lookMs = 1000;

/**
 * Sends the ten-minute report, that of a full hour once the hour's forecasts are made. With older ones it goes out where
 * these take too long, fail or are not due, and when it is aborted, so that it is not lost. Returns its text.
 */
export async function reportWithForecasts(
  watch: Pick<Watch, "report">,
  signal: AbortSignal,
  {limitMs, isForecasting}: ReportOptions,
  {now = Date.now, wait = pause} = {}
): Promise<string> {
  const at = now();
  const most = tenMinuteOf(at) % hourMs === 0 ? Math.min(mostMs, mostShare * limitMs) : 0;
  for (let waited = 0; waited < most && isForecasting() && !signal.aborted; waited += lookMs)
    await wait(lookMs, signal);
  return watch.report(at);
}
