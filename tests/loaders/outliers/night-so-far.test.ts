import assert from "node:assert/strict";
import {test} from "node:test";
import {beginOf} from "../../../loaders/outliers/detector.ts";
import {night} from "../../../loaders/outliers/night.ts";
import {nightFlow} from "../../../loaders/outliers/night-flow.ts";
import {nightSoFar} from "../../../loaders/outliers/night-so-far.ts";
import {minuteSeries} from "../../support/observed.ts";

const [minute, hour] = [60_000, 3_600_000];
const offset = () => 2 * hour;

test("nightSoFar() ends at what nightFlow() says of the whole night, and is null by day", async () => {
  const series = minuteSeries();
  const observed = {...(await series.observed()), offset};
  const {time: begin, end} = nightFlow(observed.tenMinutes, offset, series.period.to).at(-1)!;
  const walk = night.walk(observed, begin - 3 * hour);
  const told = new Map<number, ReturnType<typeof nightSoFar>>();
  for (let i = beginOf(observed, begin - 3 * hour); observed.times[i]! < end + hour; i++) {
    const at = observed.times[i]! + minute;
    walk.push(observed.times[i]!, observed.values[i]!);
    if (at % (10 * minute) === 0) told.set(at, nightSoFar(walk.state, offset, at));
  }
  const times = [...told].filter(([, so]) => so !== null).map(([at]) => at);
  assert.deepEqual([times.length, times[0], times.at(-1)], [42, begin + 10 * minute, end]);
  const whole = nightFlow(observed.tenMinutes, offset, series.period.to).at(-1)!;
  const slot = observed.tenMinutes.values.length - (series.period.to - end) / (10 * minute) - 1;
  const last = told.get(end)!;
  assert.ok(Math.abs(last.lowest! - whole.minimum!) < 1e-9);
  assert.ok(Math.abs(last.mean! - observed.tenMinutes.values[slot]!) < 1e-9);
  assert.ok(last.reference! > 0);
  assert.equal(told.get(begin + 50 * minute)!.lowest, null, "no hour is over");
});
