import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {licencesPayload} from "../../../loaders/licences/licences-payload.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const day = 86_400_000;
const now = Date.parse("2026-03-10T12:30Z");

const licence = (id: string, observedAt: number, resources: string[], deleted = false) => ({
  observedAt,
  source: "licences",
  id,
  holder: "h1",
  server: null,
  resources,
  banned: id === "c",
  deleted
});
const count = (series: string, time: number, value: number) =>
  ({time, source: "folders", series, value, quality: "good"}) as const;

test("licencesPayload() has tiles with a trend, usage, access and the quietest stretches", async (t) => {
  const {data, add} = fixtureLake(t);
  await add(
    "licences",
    [
      licence("a", now - 100 * day, ["m1", "m2"]),
      licence("b", now - 10 * day, ["m1"]),
      licence("c", now - 5 * day, ["m1", "m3"]),
      licence("b", now - day, ["m1"], true)
    ],
    {source: "licences"}
  );
  await add(
    "readings",
    [
      count("resources/count", now - 40 * day, 11),
      count("resources/count", now - 60_000, 12),
      count("dummy-resources/count", now - day, 3)
    ],
    {source: "folders"}
  );
  await add(
    "events",
    `SELECT t AS time, 'licence-calls' AS source, 'api' AS kind, NULL AS actor,
       CASE WHEN i % 3 = 0 THEN 'download' ELSE 'check_license' END AS subject,
       NULL AS status, NULL AS "durationMs", NULL AS bytes
     FROM (SELECT unnest(range(TIMESTAMP '2025-12-01', TIMESTAMP '2026-03-10 12:00', INTERVAL 7 MINUTE)) AS t, generate_subscripts(range(TIMESTAMP '2025-12-01', TIMESTAMP '2026-03-10 12:00', INTERVAL 7 MINUTE), 1) AS i)
     WHERE hour(t) <> 3`,
    {source: "licence-calls"}
  );
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const {tiles, usage, access, maintenance, meta, sentence} = await licencesPayload(lake);
  const of = (id: string) => tiles.find((tile) => tile.id === id)!;
  assert.deepEqual(
    tiles.map(({id, value, delta30}) => [id, value, delta30]),
    [
      ["customers", 1, 0],
      ["sold", 4, 2],
      ["licences", 2, 1],
      ["resources", 12, 1],
      ["assigned", 3, 1],
      ["dummies", 3, null],
      ["banned", 1, 1]
    ]
  );
  assert.equal(of("licences").trend.length, 366);
  assert.deepEqual(usage, [
    {resource: "m1", licences: 2, banned: 1},
    {resource: "m2", licences: 1, banned: 0},
    {resource: "m3", licences: 1, banned: 1}
  ]);
  assert.equal(access.start, Date.parse("2025-12-01"));
  assert.deepEqual(
    access.apis.map(({api}) => api),
    ["check_license", "download"]
  );
  const hours = (now - access.start!) / 3_600_000;
  assert.ok(access.apis.every(({calls}) => calls.length === Math.ceil(hours + 1e-9)));
  assert.equal(access.apis[0]!.calls[3], 0);
  assert.deepEqual(
    maintenance.windows.map(({hours}) => hours),
    Array.from({length: 48}, (_, i) => i + 1)
  );
  assert.ok(maintenance.model);
  assert.deepEqual([maintenance.hours.length, maintenance.hours[0]!.time], [216, Date.parse("2026-03-10T12:00Z")]);
  const [quietest] = maintenance.windows;
  assert.equal(new Date(quietest!.from).getUTCHours(), 3);
  assert.ok(quietest!.expected < 0.5 && quietest!.lo90 === 0, String(quietest!.expected));
  assert.deepEqual(meta.sources.map(({id}) => id).sort(), ["folders", "licence-calls", "licences"]);
  assert.match(sentence, /^2 licences of 1 customer, 1 more than 30 days ago, 1 banned; the quietest 4 h /);
});

test("licencesPayload() of an empty lake is valid and says so", async (t) => {
  const lake = await openLake({data: join(temporaryFolder(t), "nothing"), now});
  t.after(() => lake.close());
  const payload = await licencesPayload(lake);
  assert.equal(payload.sentence, "No licences yet.");
  assert.ok(payload.tiles.every(({value, trend}) => value === null && trend.length === 366));
  assert.deepEqual([payload.usage, payload.access.apis, payload.maintenance.windows], [[], [], []]);
});
