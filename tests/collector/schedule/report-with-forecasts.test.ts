import assert from "node:assert/strict";
import {test} from "node:test";
import {Catalog} from "../../../collector/catalog.ts";
import {reportWithForecasts} from "../../../collector/schedule/report-with-forecasts.ts";
import {Scheduler} from "../../../collector/schedule/scheduler.ts";
import {type AfterTest, afterTest} from "../../support/after-test.ts";
import {HandClock} from "../../support/hand-clock.ts";
import {keepForecast} from "../../support/keep-forecast.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";
import {minute, start, usual, watchBed} from "../../support/watch-bed.ts";

const second = 1000;
const two = start + 10 * minute;

interface Given {
  /** How long forecasts take. */
  takes?: number;
  fails?: boolean;
  /** How often they are made. */
  everyMs?: number;
  limitMs?: number;
  /** What the clock shows a second before the first tick. */
  from?: number;
  /** Waits as in earnest, and not by the clock that is moved by hand. */
  truly?: boolean;
}

/** A schedule of a publication that takes two minutes, reports, and forecasts, whose last ones were made at 01:01. */
async function reporting(
  t: AfterTest,
  {takes = 3 * minute, fails = false, everyMs = 60 * minute, limitMs = 5 * minute, from = two, truly = false}: Given
) {
  const folder = temporaryFolder(t);
  const {watch, minutes} = await watchBed(t, {folder});
  const mean = (first: number) => Array.from({length: 168}, (_, i) => first + i);
  keepForecast(folder, {madeAt: start - 49 * minute, start: start - 50 * minute, mean: mean(100)});
  await minutes({"001/flow": usual(10)});
  const catalog = new Catalog(folder);
  afterTest(t, () => catalog.close());
  for (const [job, startedAt] of [
    ["report", start],
    ["forecast", start - 50 * minute]
  ] as const)
    catalog.addRun({job, startedAt, endedAt: startedAt + minute, ok: true, message: "done"});
  const clock = new HandClock(from - second);
  /** When the forecasts of each report were made, and that of its hour. */
  const told: string[] = [];
  let begun = 0;
  const report = async (signal: AbortSignal) => {
    const effects = truly ? {now: clock.now} : {now: clock.now, wait: (ms: number) => clock.after(ms)};
    const options = {limitMs, isForecasting: () => scheduler.isPending("forecast")};
    const text = await reportWithForecasts(watch, signal, options, effects);
    const lines = text.split("\n");
    told.push(`${lines[0]!.split("  ").at(-1)} ${lines[11]!.split("  ")[4]}`);
    return "told";
  };
  const forecast = async () => {
    begun++;
    await clock.after(takes);
    if (fails) throw new Error("no memory");
    keepForecast(folder, {madeAt: clock.now(), start: two, mean: mean(7)});
    return "made";
  };
  const publish = async () => {
    await clock.after(2 * minute);
    return "published";
  };
  const scheduler: Scheduler = new Scheduler(
    [
      {name: "report", timing: {everyMs: 10 * minute}, limitMs, heavy: false, run: report},
      {name: "forecast", timing: {everyMs}, limitMs: 30 * minute, heavy: true, run: forecast},
      {name: "publish", timing: {everyMs: 1440 * minute}, limitMs: 60 * minute, heavy: true, run: publish}
    ],
    catalog,
    {},
    clock
  );
  const pass = (ms: number) => clock.pass(ms, () => scheduler.tick());
  const reports = async (n: number) => {
    await waitFor(() => told.length >= n);
    await waitFor(() => !scheduler.running.includes("report"));
    return told;
  };
  return {scheduler, pass, reports, told, begun: () => begun};
}

test("reportWithForecasts() has the forecasts of its hour, which are made once", async (t) => {
  const {pass, reports, told, begun} = await reporting(t, {});
  await pass(3 * minute);
  assert.deepEqual(told, []);
  await pass(3 * second);
  assert.deepEqual(await reports(1), ["0203 7.00"]);
  await pass(50 * minute);
  assert.equal(begun(), 1);
});

test("reportWithForecasts() goes out with older forecasts after four minutes, and but on the hour at once", async (t) => {
  const {pass, reports, told} = await reporting(t, {takes: 25 * minute});
  await pass(4 * minute);
  assert.deepEqual(told, []);
  await pass(3 * second);
  assert.deepEqual(await reports(1), ["0101 101.00"]);
  await pass(6 * minute);
  assert.deepEqual(await reports(2), ["0101 101.00", "0 0.00"], "though forecasts are still being made");
});

test("reportWithForecasts() leaves a part of a short limit for itself", async (t) => {
  const {pass, reports} = await reporting(t, {limitMs: minute});
  await pass(50 * second);
  assert.deepEqual(await reports(1), ["0101 101.00"]);
});

test("reportWithForecasts() waits for no forecasts that failed or are not due", async (t) => {
  const failed = await reporting(t, {takes: 20 * second, fails: true});
  await failed.pass(23 * second);
  assert.deepEqual(await failed.reports(1), ["0101 101.00"]);

  const rare = await reporting(t, {everyMs: 360 * minute});
  await rare.pass(second);
  assert.deepEqual(await rare.reports(1), ["0101 101.00"]);
  assert.equal(rare.begun(), 0);
});

test("reportWithForecasts() waits at a start too, where a publication comes first", async (t) => {
  const {scheduler, pass, reports, told} = await reporting(t, {from: two + minute, takes: minute});
  void scheduler.run("publish"); // as weir up does
  await pass(2 * minute);
  assert.deepEqual(told, []);
  await pass(minute + 3 * second);
  assert.deepEqual(await reports(1), ["0204 7.00"]);
});

test("reportWithForecasts() goes out with what there is when it is stopped", async (t) => {
  const {scheduler, pass, told} = await reporting(t, {truly: true});
  await pass(second);
  assert.deepEqual(told, []);
  void scheduler.stop();
  await waitFor(() => told.length === 1);
  assert.deepEqual(told, ["0101 101.00"]);
});
