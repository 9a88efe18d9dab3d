import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {groundTruth} from "../../../data/demo/ground-truth.ts";
import {type Lake, openLake} from "../../../loaders/lake.ts";
import {outliers} from "../../../loaders/water/outliers.ts";
import type {OutliersPayload} from "../../../loaders/water/outliers-payload.ts";
import {sensors} from "../../../loaders/water/sensors.ts";
import type {SensorsPayload} from "../../../loaders/water/sensors-payload.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {anchor, plantLake} from "./plant-lake.ts";

const dayMs = 86_400_000;
const cleaning: (() => unknown)[] = [];
let data: string;
let lake: Lake;
let found: OutliersPayload;
let page: SensorsPayload;

before(async () => {
  data = await plantLake({after: (clean) => void cleaning.push(clean)});
  lake = await openLake({data, now: anchor});
  found = await outliers(lake);
  page = await sensors(lake);
});
after(async () => {
  lake?.close();
  for (const clean of cleaning.toReversed()) await clean();
});

test("outliers() finds every fault of the simulated plant in the last 30 days, by the right detector", () => {
  const detectorsOf = {
    leak: ["night"],
    burst: ["value", "prediction"],
    stuck: ["system"],
    gap: ["system"],
    impossible: ["system"]
  };
  const faults = groundTruth(anchor).filter(
    ({kind, to}) => kind in detectorsOf && (to ?? anchor) > anchor - 30 * dayMs
  );
  assert.ok(faults.length >= 8);
  for (const {kind, series, from, to} of faults)
    for (const detector of detectorsOf[kind as keyof typeof detectorsOf]) {
      const hit = found.episodes.find(
        (one) => one.series === series && one.detector === detector && one.time < (to ?? anchor) && one.to >= from!
      );
      assert.ok(hit && hit.stage >= 3, `${kind} at ${series}: no ${detector} episode`);
    }
});

test("outliers() lists fewer than ten episodes a month of a series that does not leak", () => {
  const sound = found.episodes.filter(({series}) => !series.startsWith("001/"));
  assert.ok(sound.length < 4 * 10, String(sound.length));
  assert.equal(
    found.counts.reduce((sum, {episodes}) => sum + episodes, 0),
    found.episodes.length + found.omitted
  );
  assert.equal(
    found.days.flatMap(({stages}) => stages).reduce((a, b) => a + b),
    found.episodes.length
  );
});

test("outliers() names the leak, its size and its start", () => {
  const truth = groundTruth(anchor).find(({kind}) => kind === "leak")!;
  assert.deepEqual(
    found.leaks.map(({series}) => series),
    ["001/flow"]
  );
  const [leak] = found.leaks;
  assert.ok(Math.abs(leak!.size / truth.size! - 1) < 0.3, `size ${leak!.size} of ${truth.size}`);
  assert.ok(leak!.since >= truth.from! && leak!.since < truth.from! + 10 * dayMs);
  assert.match(found.sentence, /^.* points to a leak: about /);
  assert.equal(found.series[0]!.id, "001/flow");
  assert.deepEqual(found.series.find(({id}) => id === "003/pressure")!.detectors, {
    system: 0,
    value: 0,
    prediction: 0,
    night: null
  });
});

test("sensors() describes each sensor with a forecast that beats the seasonal naive", () => {
  assert.deepEqual(
    page.sensors.map(({id, series}) => [id, series.map(({quantity}) => quantity)]),
    [
      ["001", ["flow", "pressure"]],
      ["002", ["flow", "pressure"]],
      ["003", ["flow", "pressure"]]
    ]
  );
  assert.equal(page.sensors[0]!.stage, 4);
  assert.equal(page.sensors[0]!.night!.nights.length, 60);
  assert.equal(page.sensors[0]!.night!.stage, 4);
  for (const {series} of page.sensors)
    for (const {forecast, nextHours, recent, backtests, completeness} of series) {
      const errors = new Map(backtests.map(({model, mase}) => [model, mase!]));
      assert.ok(errors.get(forecast!.model)! < 0.7 * errors.get("seasonal naive")!);
      assert.equal(forecast!.start, Math.floor(anchor / 3_600_000) * 3_600_000);
      assert.deepEqual([forecast!.mean.length, nextHours!.mean.length, recent.actual.length], [168, 36, 288]);
      const covered = recent.actual.filter((value, i) => value! >= recent.lo90[i]! && value! <= recent.hi90[i]!);
      assert.ok(covered.length > 0.75 * 288);
      assert.ok(completeness > 0.99 && completeness <= 1);
    }
  assert.equal(page.meta.simulated, true);
  assert.equal(page.meta.sources[0]!.stale, false);
});

test("sensors() and outliers() stay below 150 kB of JSON without NaN", () => {
  for (const payload of [page, found]) {
    const text = JSON.stringify(payload);
    assert.ok(text.length < 150_000, String(text.length));
    assert.doesNotMatch(text, /NaN|Infinity/);
  }
});

test("sensors() and outliers() of an empty lake say that there is no data yet", async (t) => {
  const empty = await openLake({data: temporaryFolder(t), now: anchor});
  t.after(() => empty.close());
  const nothing = await sensors(empty);
  assert.match(nothing.sentence, /^No data yet/);
  assert.deepEqual(nothing.sensors, []);
  const none = await outliers(empty);
  assert.match(none.sentence, /^No data yet/);
  assert.deepEqual([none.episodes, none.leaks, none.days.length], [[], [], 31]);
});

test("outliers() says that a sensor has gone silent", async (t) => {
  const later = await openLake({data, now: anchor + 3 * 3_600_000});
  t.after(() => later.close());
  const {series} = await outliers(later);
  assert.equal(series.find(({id}) => id === "002/flow")!.detectors.system, 3);
  assert.match(series.find(({id}) => id === "002/flow")!.sentence, /^Silent for 3 h/);
});
