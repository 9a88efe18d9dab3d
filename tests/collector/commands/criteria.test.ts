import assert from "node:assert/strict";
import {copyFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {criteriaFileName} from "../../../loaders/outliers/criteria-file.ts";
import {fixtureLake, fixtureSettings} from "../../support/fixture-lake.ts";
import {runWeir} from "../../support/run-weir.ts";

interface Listed {
  series: string;
  criteria: string;
  validFrom: string;
  validTo: string;
  kept: boolean;
  hours: {median: number}[];
}

/** A data folder with a flow of a daily course, a reading every three minutes, from one day to another. */
async function flowLake(t: TestContext, from: string, to: string): Promise<string> {
  const criteria = {"001/flow": {median: [100], low: [40], high: [160]}};
  const {data, add, catalog} = fixtureLake(t, {settings: {...fixtureSettings, criteria}});
  await add(
    "readings",
    `SELECT time, 'plant' AS source, '001/flow' AS series,
       100 + 40 * sin(epoch(time) / 86400 * 2 * pi()) + 3 * sin(epoch(time) * 7.3) AS value, 'good' AS quality
     FROM range(TIMESTAMP '${from}', TIMESTAMP '${to}', INTERVAL 3 MINUTE) times(time)`
  );
  catalog.close();
  return data;
}

test("weir criteria --derive keeps every version, and they outlive the readings they came from", async (t) => {
  const data = await flowLake(t, "2025-11-20", "2026-05-10");
  const run = async (folder: string, ...args: string[]) => {
    const env = {WEIR_DATA: folder, WEIR_NOW: "2026-05-10T00:00Z"};
    const {code, stdout, stderr} = await runWeir(t, ["criteria", ...args], {env}).exit;
    assert.equal(code, 0, stderr);
    return {stdout, stderr, listed: args.includes("--json") ? (JSON.parse(stdout) as Listed[]) : []};
  };
  const expected = (kept: boolean, lastKept = kept) => [
    ["seed", "2025-10-01", "2026-01-01", kept],
    ["derived", "2026-01-01", "2026-04-01", kept],
    ["derived", "2026-04-01", "2026-07-01", lastKept]
  ];
  const summary = (listed: Listed[]) =>
    listed.map(({criteria, validFrom, validTo, kept}) => [criteria, validFrom, validTo, kept]);
  assert.deepEqual(summary((await run(data, "--json")).listed), expected(false));

  const derived = await run(data, "--derive", "--json");
  assert.deepEqual(summary(derived.listed), expected(true));
  assert.match(derived.stderr, /3 new versions kept/);
  for (const {hours} of derived.listed.slice(1))
    assert.ok(Math.abs(hours[6]!.median - 140) < 5, String(hours[6]!.median));
  const again = await run(data, "--derive");
  assert.match(again.stderr, /nothing was due/);
  assert.match(again.stdout, /^001\/flow {2}derived +2026-04-01 +2026-07-01 +yes +[\d.]+ to [\d.]+ m³\/h$/m);

  const later = await flowLake(t, "2026-05-08", "2026-05-10");
  copyFileSync(join(data, criteriaFileName), join(later, criteriaFileName));
  assert.deepEqual((await run(later, "--json")).listed, derived.listed);
});

test("weir criteria names a kept file that it cannot read", async (t) => {
  const data = await flowLake(t, "2026-05-08", "2026-05-10");
  writeFileSync(join(data, criteriaFileName), `{"format": 2, "series": []}`);
  const {code, stderr} = await runWeir(t, ["criteria"], {env: {WEIR_DATA: data}}).exit;
  assert.equal(code, 1);
  assert.match(stderr, /cannot read the kept criteria: .*criteria-versions\.json: unknown format: 2 \(/);
});
