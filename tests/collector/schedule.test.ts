import assert from "node:assert/strict";
import {test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {cronExpression, schedule} from "../../collector/schedule.ts";
import {waitFor} from "../support/wait-for.ts";

test("cronExpression() writes intervals that divide a minute, an hour or a day", () => {
  const expressions = [10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000].map(cronExpression);
  assert.deepEqual(expressions, [
    "*/10 * * * * *",
    "* * * * *",
    "*/10 * * * *",
    "0 * * * *",
    "0 */6 * * *",
    "0 0 * * *"
  ]);
});

test("cronExpression() refuses what a clock cannot repeat evenly", () => {
  for (const ms of [7_000, 25 * 60_000, 5 * 3_600_000, 1500, 2 * 86_400_000])
    assert.throws(() => cronExpression(ms), /does not divide/);
});

test("schedule() never runs a job twice at once, and stop() waits for the run under way", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const job = schedule(1000, async () => {
    most = Math.max(most, ++running);
    await sleep(1500);
    running -= 1;
    runs += 1;
  });
  await Promise.all([job.run(), job.run()]);
  assert.equal(runs, 1);
  await waitFor(() => running === 1, {message: "the clock to start a run"});
  await job.stop();
  assert.deepEqual({running, most}, {running: 0, most: 1});
  const after = runs;
  await sleep(1200);
  assert.equal(runs, after);
});
