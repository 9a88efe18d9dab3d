import {backtest, type Trial} from "../forecast/backtest.ts";
import {fillGaps} from "../forecast/fill-gaps.ts";
import type {Model} from "../forecast/model.ts";
import {models} from "../forecast/models/index.ts";
import {type Regular, tail} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";

const minutesAnHour = 60;

/**
 * What was to be expected of each minute of the last `count` hours, as it could be said a whole hour ahead: forecasts of
 * hourly means made at the end of the last hour but one, joined by straight lines through the hours' middles. The model
 * is the one with the least error in the first half of them; models are fitted once, on what came before. Gaps are
 * allowed; the very last hour is left out. Fewer hours with a short history; null with less than two days of them.
 */
export async function hourAhead(
  series: Regular,
  {count = 672, candidates = models}: {count?: number; candidates?: readonly Model[]} = {}
): Promise<Regular | null> {
  const history = fillGaps(series);
  const actual = tail(series, history.values.length).values;
  const trials = await Promise.all(
    candidates.map((model) => backtest(model, history, {horizon: 3, origins: count, spacing: 1}, actual))
  );
  const best = leastError(trials);
  if (best.length < 48) return null;
  const values = best.flatMap(({forecast}) => throughMiddles(forecast));
  const start = history.start + (best[0]!.origin + 1) * history.step;
  return {start, step: history.step / minutesAnHour, values: Float64Array.from(values)};
}

function leastError(trials: readonly Trial[][]): Trial[] {
  const errors = trials.map((own) =>
    mean(own.slice(0, own.length / 2).map(({forecast, actual}) => Math.abs(actual[1]! - forecast[1]!)))
  );
  return trials[errors.indexOf(Math.min(...errors))] ?? trials[0] ?? [];
}

/** Minutes of the second of three hours. */
function throughMiddles([before = 0, hour = 0, after = 0]: Float64Array): number[] {
  return Array.from({length: minutesAnHour}, (_, minute) => {
    const off = (minute + 0.5) / minutesAnHour - 0.5;
    return hour + Math.abs(off) * ((off < 0 ? before : after) - hour);
  });
}
