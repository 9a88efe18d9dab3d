import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {overviewPayload} from "../../../loaders/overview/overview-payload.ts";
import {overviewSentence} from "../../../loaders/overview/overview-sentence.ts";
import {readOperations} from "../../../loaders/system/read-operations.ts";
import {fixtureLake, fixtureSettings} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const hour = 3_600_000;
const now = Date.parse("2026-03-10T12:30Z");
const source = (kind: string, simulated = true) => ({kind, about: kind, simulated, freshForMs: hour});

test("overviewSentence() names what needs action first", () => {
  const area = (title: string, status: "ok" | "attention" | "alert" | "none") => ({title, status});
  assert.equal(
    overviewSentence([
      area("Sensors", "alert"),
      area("Requests", "attention"),
      area("Licences", "ok"),
      area("System", "none")
    ]),
    "Action needed in sensors; worth a look: requests; all well in licences; no data yet in system."
  );
  assert.equal(overviewSentence([area("Sensors", "ok"), area("System", "ok")]), "All well in sensors and system.");
});

test("overviewPayload() gives every area a status, a sentence, a number and a line", async (t) => {
  const scaling = {
    series: "gateway/calls",
    capacity: 100,
    headroom: 0,
    bootMs: 300_000,
    cooldownMs: 600_000,
    min: 1,
    max: 4,
    price: 0,
    currency: "EUR"
  };
  const sources = {
    plant: source("serial"),
    gateway: source("sqlite"),
    requests: source("http-json"),
    licences: source("sqlite"),
    machine: source("system", false)
  };
  const {data, catalog, add} = fixtureLake(t, {settings: {...fixtureSettings, sources, scaling}});
  const calls = (time: number, value: number) =>
    ({time, source: "gateway", series: "gateway/calls", value, quality: "good"}) as const;
  await add("readings", [calls(now - 2 * hour, 550), calls(now - 60_000, 150)], {source: "gateway"});
  await add(
    "requests",
    [
      {
        observedAt: now - hour,
        source: "requests",
        id: "1",
        subject: null,
        requestedAt: now - hour,
        requester: "ann",
        processedAt: now - hour + 60_000,
        processor: null,
        outcome: null
      }
    ],
    {source: "requests"}
  );
  catalog.setState("gateway", "away", "cannot open", now);
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const payload = await overviewPayload(lake, {operations: readOperations(lake.commit, {data})});
  assert.deepEqual(
    payload.areas.map(({id, status, headline}) => [id, status, headline.value]),
    [
      ["sensors", "none", null],
      ["requests", "ok", 1],
      ["licences", "none", null],
      ["capacity", "alert", 2],
      ["system", "alert", 1]
    ]
  );
  const capacity = payload.areas.find(({id}) => id === "capacity")!;
  assert.equal(capacity.sentence, "150 ask for 2 servers; the last 24 h asked for up to 4 of at most 4.");
  assert.deepEqual(capacity.spark, [550, 150]);
  assert.equal(capacity.simulated, true);
  assert.equal(payload.areas.find(({id}) => id === "requests")!.spark.length, 48);
  assert.equal(payload.sources.find(({id}) => id === "gateway")!.state, "away");
  assert.equal(
    payload.sentence,
    "Action needed in capacity and system; all well in requests; no data yet in sensors and licences."
  );
});

test("overviewPayload() of an empty lake is valid and says so", async (t) => {
  const data = join(temporaryFolder(t), "nothing");
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const payload = await overviewPayload(lake, {operations: readOperations(lake.commit, {data})});
  assert.equal(payload.sentence, "No data yet: the site fills as the collector writes.");
  assert.ok(
    payload.areas.every(({status, sentence, headline}) => status === "none" && sentence && headline.value === null)
  );
  assert.deepEqual(payload.sources, []);
});
