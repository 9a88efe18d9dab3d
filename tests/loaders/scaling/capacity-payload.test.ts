import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {capacityPayload} from "../../../loaders/scaling/capacity-payload.ts";
import {fixtureLake, fixtureSettings} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const now = Date.parse("2026-03-10T12:30Z");
const scaling = {
  series: "gateway/calls",
  capacity: 100,
  headroom: 0.1,
  bootMs: 300_000,
  cooldownMs: 600_000,
  min: 1,
  max: 40,
  price: 0.5,
  currency: "EUR"
};
const settings = {
  ...fixtureSettings,
  scaling,
  series: [{match: "gateway/calls", label: "API calls", unit: "calls/min", min: 0, max: null}]
};
const calls = (from: string) => `
  SELECT time, 'gateway' AS source, 'gateway/calls' AS series,
    500 + 400 * sin(2 * pi() * (hour(time) * 60 + minute(time)) / 1440) + 20 * sin(epoch(time)) AS value, 'good' AS quality
  FROM (SELECT unnest(range(TIMESTAMP '${from}', TIMESTAMP '2026-03-10 12:30', INTERVAL 1 MINUTE)) AS time)`;

test("capacityPayload() forecasts, plans ahead and replays the last fourteen days", async (t) => {
  const {data, add} = fixtureLake(t, {settings});
  await add("readings", calls("2025-12-10"), {source: "gateway"});
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const {load, forecast, plan, replay, whatIf, sentence, series, meta} = await capacityPayload(lake);
  assert.deepEqual(series, {id: "gateway/calls", label: "API calls", unit: "calls/min"});
  assert.deepEqual(
    meta.sources.map(({id}) => id),
    ["gateway"]
  );
  assert.equal(load.latest!.time, now - 60_000);
  assert.equal(load.byHour.length, 24);
  assert.equal(load.byWeekday.length, 7);
  assert.equal(load.peaks.length, 10);
  assert.ok(Math.abs(load.change!) < 0.01);
  assert.equal(load.hourly.at(-1)!.time, Date.parse("2026-03-10T12:00Z"));
  assert.equal(forecast!.rows.length, 168);
  assert.equal(forecast!.rows[0]!.time, Date.parse("2026-03-10T12:00Z"));
  assert.equal(forecast!.backtest.filter(({chosen}) => chosen).length, 1);
  assert.ok(plan!.peak.servers >= 10 && plan!.peak.servers <= 13, String(plan!.peak.servers));
  assert.equal(replay!.to - replay!.from, 14 * 86_400_000);
  const of = (name: string) => replay!.strategies.find((strategy) => strategy.name === name)!;
  assert.ok(of("perfect").serverHours < of("forecast").serverHours);
  assert.ok(of("forecast").serverHours < of("static").serverHours);
  assert.equal(of("guarded").minutesUnder, 0);
  assert.equal(whatIf.length, 75);
  assert.match(
    sentence,
    /^The coming week asks for up to 1\d servers .* less than a fixed number of servers, never short\.$/
  );
});

test("capacityPayload() of two days shows the load and says that there is no plan", async (t) => {
  const {data, add} = fixtureLake(t, {settings});
  await add("readings", calls("2026-03-09 12:00"), {source: "gateway"});
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const payload = await capacityPayload(lake);
  assert.ok(payload.load.latest);
  assert.deepEqual([payload.forecast, payload.plan, payload.replay, payload.whatIf], [null, null, null, []]);
  assert.match(payload.sentence, /^API calls is \d+ calls\/min; too short a history to plan from\.$/);
});

test("capacityPayload() without load, and without settings, says so", async (t) => {
  const {data} = fixtureLake(t, {settings});
  const waiting = await openLake({data, now});
  const empty = await openLake({data: join(temporaryFolder(t), "nothing"), now});
  t.after(() => {
    waiting.close();
    empty.close();
  });
  assert.equal((await capacityPayload(waiting)).sentence, "No load yet: gateway/calls.");
  const payload = await capacityPayload(empty);
  assert.match(payload.sentence, /^No servers to plan: /);
  assert.deepEqual([payload.series, payload.rules, payload.load.latest], [null, null, null]);
});
