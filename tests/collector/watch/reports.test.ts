import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {keepForecast} from "../../support/keep-forecast.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";
import {minute, readOr, start, usual, watchBed} from "../../support/watch-bed.ts";

test("watch.report() tells of ten minutes, gaps and stages included, with forecasts on the hour only", async (t) => {
  const folder = temporaryFolder(t);
  const mean = Array.from({length: 168}, (_, i) => i + 0.5);
  const {watch, minutes, said, clock} = await watchBed(t, {folder, zone: "Europe/Rome"});
  keepForecast(folder, {madeAt: start - 40 * minute, start: start + 10 * minute, mean});
  await minutes({"001/flow": [8.02, 8.1, null, 500, 8, 8, 8, 8, 8, 8.25], "001/pressure": [4.11]});
  const onTheHour = await watch.report();
  assert.deepEqual(onTheHour.split("\n"), [
    "report  261102  0300  1  261102  0210",
    "001  261102  0250  8.02  4.11  0  0",
    "001  261102  0251  8.10  -  0  0",
    "001  261102  0252  -  -  0  0",
    "001  261102  0253  500.00  -  4  0",
    ...[4, 5, 6, 7, 8].map((m) => `001  261102  025${m}  8.00  -  0  0`),
    "001  261102  0259  8.25  -  0  0",
    ...Array.from({length: 7}, (_, day) => `001  26110${2 + day}  26110${2 + day}  03  ${24 * day}.50  -`),
    "end",
    ""
  ]);
  await minutes({"001/flow": usual(10)});
  const later = await watch.report();
  assert.equal(later.split("\n")[0], "report  261102  0310  1  0  0");
  assert.equal(later.split("\n")[11], "001  261102  261102  03  0.00  0.00");
  await waitFor(() => readOr(join(folder, "reports.log")) === onTheHour + later);
  assert.equal(await watch.report(), later);
  await waitFor(() => watch.status().outputs.every(({pending}) => pending === 0));
  assert.equal(readOr(join(folder, "reports.log")), onTheHour + later, "the same report goes out once");
  assert.deepEqual(said, []);
  assert.equal(watch.status().forecasts.old, false);
  clock.now = start + 130 * minute;
  assert.match(await watch.report(), /^report {2}261102 {2}0500 {2}1 {2}261102 {2}0210\n/);
  await watch.report();
  assert.deepEqual(
    said,
    ["alerts: the report's forecasts are old: of 2026-11-02T01:10Z"],
    "two runs are missed; said once"
  );
  assert.deepEqual(watch.status().forecasts, {madeAt: start - 40 * minute, old: true});
});

test("watch.report() goes out without forecasts where none were made", async (t) => {
  const {watch, minutes} = await watchBed(t);
  await minutes({"001/flow": usual(10)});
  const lines = (await watch.report()).split("\n");
  assert.deepEqual([lines[0], lines[11]], ["report  261102  0200  1  -  -", "001  261102  261102  02  -  -"]);
});

test("watch.nightFlow() tells the ten minutes, the lowest hour and the reference of each flow, at night only", async (t) => {
  const folder = temporaryFolder(t);
  const night = [...Array(60).fill(8), ...Array(60).fill(6), ...Array(70).fill(7)];
  const {watch, minutes, clock} = await watchBed(t, {folder, at: Date.UTC(2026, 10, 1, 21, 0), zone: "Europe/Rome"});
  assert.equal(await watch.nightFlow(), null, "nobody has reported");
  await minutes({"001/flow": night, "001/pressure": Array(190).fill(4)});
  assert.equal(await watch.nightFlow(), "night  261102  0110  1\n001  261102  0100  7.00  6.00  -  0\nend\n");
  clock.now += 10 * minute;
  assert.equal((await watch.nightFlow())?.split("\n")[1], "001  261102  0110  -  6.00  -  0", "silent since");
  clock.now = Date.UTC(2026, 10, 2, 4, 0);
  assert.match((await watch.nightFlow())!, /^night {2}261102 {2}0500 /);
  clock.now += 10 * minute;
  assert.equal(await watch.nightFlow(), null, "it is day");
  await waitFor(() => readOr(join(folder, "nights.log")).split("end\n").length === 4);
});
