import assert from "node:assert/strict";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {newestRejects} from "../../../loaders/quality/newest-rejects.ts";
import {qualityPayload} from "../../../loaders/quality/quality-payload.ts";
import {readEvidence} from "../../../loaders/quality/read-evidence.ts";
import {readOperations} from "../../../loaders/system/read-operations.ts";
import {fixtureLake, fixtureSettings} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const minute = 60_000;
const day = 1440 * minute;
const now = Date.parse("2026-03-10T12:00Z");
const today = Date.parse("2026-03-10T00:00Z");
const settings = {
  ...fixtureSettings,
  sources: {
    plant: {kind: "serial", about: "a plant", simulated: true, freshForMs: 10 * minute},
    gateway: {kind: "sqlite", about: "calls", simulated: false, freshForMs: 10 * minute}
  }
};

/** A reading a minute of the last two days of two series, `b/flow` without the first six hours of today. */
const readings = `
  SELECT make_timestamp(${(today - day) * 1000} + i * 60000000) AS time, 'plant' AS source, series, 1.0 AS value, 'good' AS quality
  FROM range(2160) steps(i), (VALUES ('a/flow'), ('b/flow')) kinds(series)
  WHERE series = 'a/flow' OR i NOT BETWEEN 1440 AND 1799`;

const reject = (time: number, source: string, position: string, raw = "x") => ({
  time,
  source,
  dataset: "readings",
  reason: "not a number",
  position,
  raw
});

const rejects = [
  reject(now - minute, "gateway", "1"),
  reject(now - 2 * minute, "gateway", "2"),
  reject(now - 2 * day, "gateway", "3"),
  reject(now - 3 * minute, "plant", "4", "y".repeat(1000)),
  reject(now - 40 * day, "plant", "5")
];

/** The payload of a lake that a test has filled. */
async function payloadOf(t: TestContext, data: string) {
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const datasets = readOperations(lake.commit, {data}).lake;
  return {lake, payload: await qualityPayload(lake, {evidence: readEvidence(lake.commit, {data}), datasets})};
}

test("qualityPayload() has books as checked, coverage by day, rejects by source and the files' sizes", async (t) => {
  const {data, catalog, add} = fixtureLake(t, {settings});
  await add("readings", readings);
  await add("rejects", rejects, {source: "gateway"});
  catalog.setState("plant", "running", "", now);
  catalog.setState("gateway", "away", "cannot open", now);
  const plant = {read: 4000, committed: 3960, rejected: 0, spooled: 40, dropped: 7, missing: 0};
  catalog.setMeta("books", JSON.stringify({at: now - minute, through: 9, spoolBytes: 5000, sources: {plant}}));
  catalog.addRun({job: "books", startedAt: now - day, endedAt: now - day, ok: false, message: "plant: 5 missing"});
  catalog.addRun({job: "books", startedAt: now, endedAt: now, ok: true, message: "the books balance again"});
  catalog.addRun({job: "publish", startedAt: now, endedAt: now, ok: false, message: "no space"});
  const {payload} = await payloadOf(t, data);

  assert.deepEqual(payload.check, {at: now - minute, spoolBytes: 5000});
  assert.deepEqual(payload.losses, [{at: now - day, message: "plant: 5 missing"}]);
  const [gateway, checked] = payload.sources;
  const {read, committed, rejected, spooled, dropped, missing, lagMs, fresh} = checked!;
  assert.deepEqual({read, committed, rejected, spooled, dropped, missing}, plant);
  assert.deepEqual([lagMs, fresh], [minute, true]);
  assert.deepEqual(
    [gateway!.state, gateway!.read, gateway!.missing],
    ["away", 5, 0],
    "not in the check: as in the lake"
  );

  assert.equal(payload.days.length, 30);
  assert.equal(payload.days.at(-1), today);
  const series = payload.series.map(({series, label, interval, gaps, missingMs, longest, days}) => ({
    series,
    label,
    interval,
    gaps,
    missingMs,
    longest,
    days: days.slice(-3)
  }));
  assert.deepEqual(series, [
    {series: "a/flow", label: "a/flow", interval: minute, gaps: 0, missingMs: 0, longest: null, days: [null, 1, 1]},
    {
      series: "b/flow",
      label: "b/flow",
      interval: minute,
      gaps: 1,
      missingMs: 360 * minute,
      longest: {from: today, to: today + 360 * minute},
      days: [null, 1, 0.5]
    }
  ]);

  const counts = payload.rejects.sources.map(({source, today, counts}) => [source, today, ...counts.slice(-3)]);
  assert.deepEqual(counts, [
    ["gateway", 2, 1, 0, 2],
    ["plant", 1, 0, 0, 1]
  ]);
  assert.deepEqual([payload.rejects.total, payload.rejects.today], [5, 3]);

  assert.equal(payload.datasets.find(({dataset}) => dataset === "readings")?.rows, 3960);
  assert.equal(payload.files.files, 2);
  assert.equal(
    payload.files.bytes,
    payload.datasets.reduce((sum, {bytes}) => sum + bytes, 0)
  );
  assert.equal(
    payload.sentence,
    "Nothing accepted is missing: the books of 2 sources balance; gateway is away; 3 inputs rejected in 24 hours, 7 dropped so far; b/flow misses 25 % of its readings."
  );
});

test("qualityPayload() says which books are off, and when they have not been checked", async (t) => {
  const {data, catalog, add} = fixtureLake(t, {settings: {...settings, sources: {plant: settings.sources.plant}}});
  await add("readings", readings);
  catalog.setState("plant", "running", "", now);
  assert.match(
    (await payloadOf(t, data)).payload.sentence,
    /^The books have not been checked yet; all of them are fresh;/
  );
  const plant = {read: 3965, committed: 3960, rejected: 0, spooled: 0, dropped: 0, missing: 5};
  catalog.setMeta("books", JSON.stringify({at: now, through: 9, spoolBytes: 0, sources: {plant}}));
  assert.match((await payloadOf(t, data)).payload.sentence, /^The books do not balance: 5 inputs of plant missing;/);
});

test("qualityPayload() expects nothing more of a series that no source reads any longer", async (t) => {
  const {data, add} = fixtureLake(t, {settings: {...settings, sources: {}}});
  await add("readings", readings.replace("range(2160)", "range(1000)"));
  const {payload} = await payloadOf(t, data);
  assert.deepEqual([payload.series[0]!.gaps, ...payload.series[0]!.days.slice(-3)], [0, null, 1, null]);
});

test("qualityPayload() of an empty lake is valid and says so", async (t) => {
  const {lake, payload} = await payloadOf(t, join(temporaryFolder(t), "nothing"));
  assert.match(payload.sentence, /^No sources yet/);
  assert.deepEqual([payload.check, payload.losses, payload.sources, payload.series], [null, [], [], []]);
  assert.deepEqual([payload.rejects.total, payload.rejects.sources, payload.files.classes], [0, [], []]);
  assert.deepEqual(await newestRejects(lake), {total: 0, rejects: []});
});

test("newestRejects() has the newest that fit, each cut", async (t) => {
  const {data, add} = fixtureLake(t, {settings});
  await add("rejects", rejects);
  const {lake} = await payloadOf(t, data);
  const positions = async (options = {}) => (await newestRejects(lake, options)).rejects.map(({position}) => position);
  assert.deepEqual(await positions(), ["1", "2", "4", "3", "5"]);
  assert.deepEqual(await positions({most: 2}), ["1", "2"]);
  assert.deepEqual(await positions({mostCharacters: 100}), ["1", "2"]);
  const {total, rejects: shown} = await newestRejects(lake);
  assert.deepEqual([total, shown[2]!.raw.length], [5, 300]);
});
