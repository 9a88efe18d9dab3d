import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import type {Accepted} from "../../collector/collect.ts";
import {verify} from "../../collector/verify.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {runWeir} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";
import {startPlant} from "./plant.ts";

const kills = Number(process.env.WEIR_KILLS ?? 50);

test(`weir collect loses nothing and doubles nothing in ${kills} random SIGKILLs`, async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, "data");
  const plant = await startPlant(t, folder);
  const configFile = join(folder, "weir.config.mts");
  writeFileSync(configFile, plant.config);
  const accepted: Accepted[] = [];
  const start = () => runWeir(t, ["--config", configFile, "collect", "--tail"]);
  /** Batches that a process announced in full lines; only these are known to be accepted. */
  const announced = (stdout: string): Accepted[] =>
    stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));

  for (let kill = 0; kill < kills; kill++) {
    const collector = start();
    await waitFor(() => collector.stdout.includes("\n"), {message: () => `a first batch: ${collector.stderr}`});
    await sleep(Math.random() * 900);
    collector.kill("SIGKILL");
    await collector.exit;
    accepted.push(...announced(collector.stdout));
  }
  plant.rest();
  const last = start();
  const {made} = plant;
  const seen = (source: string) =>
    [...accepted, ...announced(last.stdout)]
      .filter((batch) => batch.source === source)
      .flatMap(({batch}) => batch.records);
  await waitFor(() =>
    seen("log").some((record) => (record as {subject: string}).subject === `GET /line/${made.lines}`)
  );
  await waitFor(() => seen("calls").some((record) => (record as {subject: string}).subject === `call-${made.rows}`));
  await waitFor(() => seen("api").some((record) => (record as {id: string}).id === String(made.requests)));
  last.kill("SIGTERM");
  assert.equal((await last.exit).code, 0, last.stderr);
  accepted.push(...announced(last.stdout));

  const numbers = accepted.map(({seq}) => seq);
  assert.equal(new Set(numbers).size, numbers.length, "a sequence number was given twice");
  const events = await lakeRows(data, "events");
  const subjects = (source: string) =>
    events
      .filter((row) => row.source === source)
      .map((row) => String(row.subject))
      .sort();
  assert.deepEqual(subjects("log"), numbered("GET /line/", made.lines), "every log line once");
  assert.deepEqual(subjects("calls"), numbered("call-", made.rows), "every database row once");
  const requests = (await lakeRows(data, "requests")).map((row) => String(row.id)).sort();
  assert.deepEqual(requests, numbered("", made.requests), "every request once");

  const readings = await lakeRows(data, "readings");
  for (const source of ["machine", "folders", "line"]) {
    const key = (time: number, series: unknown, value: unknown) => `${time} ${series} ${value}`;
    const held = readings
      .filter((row) => row.source === source)
      .map((row) => key(Number(row.time), row.series, row.value));
    assert.equal(new Set(held).size, held.length, `${source}: a reading twice`);
    const lake = new Set(held);
    const lost = (seen(source) as {time: number; series: string; value: number}[]).filter(
      ({time, series, value}) => !lake.has(key(time, series, value))
    );
    assert.deepEqual(lost, [], `${source}: accepted, but not in the lake`);
    assert.ok(held.length > kills, `${source}: hardly anything was collected`);
  }
  assert.deepEqual((await verify(data)).problems, []);
  t.diagnostic(`${readings.length + events.length + requests.length} records through ${kills} kills`);
});

const numbered = (prefix: string, count: number): string[] =>
  Array.from({length: count}, (_, i) => `${prefix}${i + 1}`).sort();
