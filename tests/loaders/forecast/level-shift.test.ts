import assert from "node:assert/strict";
import {test} from "node:test";
import {chooseForecast} from "../../../loaders/forecast/choose-forecast.ts";
import {models} from "../../../loaders/forecast/models/index.ts";
import {head} from "../../../loaders/forecast/regular.ts";
import {waves} from "../../support/waves.ts";

/** Mean relative error of a day's forecast, the level having moved by half so many days ago (0: never). */
async function errorAfter(ago: number, days: number): Promise<number> {
  const whole = waves({days: days + 1, jitter: 0.1});
  if (ago) for (let i = (days - ago) * 24; i < whole.values.length; i++) whole.values[i]! *= 1.5;
  const {mean} = (await chooseForecast(head(whole, days * 24), {horizon: 24, candidates: models}))!;
  return mean.reduce((sum, value, h) => sum + Math.abs(value / whole.values[days * 24 + h]! - 1), 0) / 24;
}

test("chooseForecast() is as good two weeks after a meter was changed as if it had not been", async () => {
  for (const days of [60, 150]) {
    const [before, after] = [await errorAfter(0, days), await errorAfter(14, days)];
    assert.ok(after < 1.3 * before, `${days} days: ${after} against ${before}`);
  }
});
