import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {chooseForecast} from "../../../loaders/forecast/choose-forecast.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {root} from "../../support/root.ts";

const folder = join(root, "..", "shared", "datasets", "m4_hourly");
const skip = existsSync(folder) ? false : `the M4 hourly data are not at ${folder}`;

function read(file: string): Map<string, Float64Array> {
  const rows = readFileSync(join(folder, file), "utf8").trim().split("\n").slice(1);
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const [series, , value] = row.split(",") as [string, string, string];
    if (!groups.has(series)) groups.set(series, []);
    groups.get(series)!.push(Number(value));
  }
  return new Map([...groups].map(([series, values]) => [series, Float64Array.from(values)]));
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** sMAPE and MASE as in the M4 competition (Makridakis, Spiliotis and Assimakopoulos 2020). */
function score(past: Float64Array, actual: Float64Array, forecast: Float64Array) {
  const scale = mean(past.subarray(24).map((value, i) => Math.abs(value - past[i]!)));
  return {
    smape: mean(
      actual.map((y, h) => (y === forecast[h] ? 0 : (200 * Math.abs(y - forecast[h]!)) / (y + forecast[h]!)))
    ),
    mase: mean(actual.map((y, h) => Math.abs(y - forecast[h]!))) / scale
  };
}

/** Overall weighted average relative to the competition's Naive2 on all hourly series. */
const owa = (scores: {smape: number; mase: number}[]) =>
  mean(scores.map(({smape}) => smape)) / 18.383 / 2 + mean(scores.map(({mase}) => mase)) / 2.395 / 2;

test("chooseForecast() has an OWA below that of the winner (0.44) on a sixth of M4 hourly", {skip}, async (t) => {
  const [train, future] = [read("train.csv"), read("test.csv")];
  const naive = [];
  const chosen = [];
  let inside = 0;
  let all = 0;
  for (const [series, actual] of [...future].filter((_, i) => i % 6 === 0)) {
    const history = {start: 0, step: 3_600_000, values: train.get(series)!};
    const forecast = (await chooseForecast(history, {horizon: 48}))!;
    chosen.push(score(history.values, actual, forecast.mean));
    naive.push(score(history.values, actual, seasonalNaive.forecast(null, history, 48)));
    all += actual.length;
    inside += actual.filter((y, h) => y >= forecast.lo90[h]! && y <= forecast.hi90[h]!).length;
  }
  const [ours, theirs, coverage] = [owa(chosen), owa(naive), inside / all];
  t.diagnostic(`OWA ${ours.toFixed(3)}, seasonal naive ${theirs.toFixed(3)}, 90 % coverage ${coverage.toFixed(3)}`);
  assert.ok(ours < 0.44);
  assert.ok(ours < 0.75 * theirs);
  assert.ok(coverage > 0.87 && coverage < 0.95);
});
