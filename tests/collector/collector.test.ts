import assert from "node:assert/strict";
import {readdirSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Collector} from "../../collector/collector.ts";
import {parseConfig} from "../../collector/config.ts";
import type {Reconnect, Silence} from "../../collector/events.ts";
import {spoolFolder} from "../../collector/folders.ts";
import {lakeStatus} from "../../collector/lake-status.ts";
import {readSpool, Spool} from "../../collector/spool.ts";
import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import {afterTest} from "../support/after-test.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("collector.stop() leaves nothing that keeps the process alive, and more than ten sources no warning", async (t) => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  t.after(() => process.off("warning", note));
  const sources = Object.fromEntries(Array.from({length: 12}, (_, i) => [`s${i}`, {kind: "system", every: "1h"}]));
  const config = parseConfig({sources}, {root: temporaryFolder(t), env: {}});
  const before = timers();
  const collector = await Collector.open(config, {say: () => {}});
  collector.start();
  await collector.stop();
  assert.equal(timers(), before);
  assert.deepEqual(warnings, []);
});

test("collector.on() tells of readings on disk, silences and reconnects, whatever a listener does", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "meter");
  let meter = new PseudoTerminal(path);
  afterTest(t, () => meter.close());
  const data = join(folder, "data");
  const line = {kind: "serial", path, line: {fields: ["thing", "level"]}, silenceAfter: "500ms"};
  const said: string[] = [];
  const config = parseConfig({data, sources: {line}}, {root: folder, env: {}});
  const collector = await Collector.open(config, {say: (text) => said.push(text)});
  afterTest(t, () => collector.stop());
  const readings: {value: number; onDisk: Promise<boolean>}[] = [];
  const silences: Silence[] = [];
  const reconnects: Reconnect[] = [];
  collector.on("reading", () => {
    throw new Error("the printer is out of paper");
  });
  const enough = collector.on("reading", ({value}) => readings.push({value, onDisk: isSpooled(data, value)}));
  collector.on("silence", async (silence) => {
    silences.push(silence);
    throw new Error("nobody at the door");
  });
  collector.on("reconnect", (reconnect) => reconnects.push(reconnect));
  collector.start();
  await waitFor(() => meter.connected);
  await waitFor(() => silences.length === 1);
  meter.write(Buffer.from("\ntank 1\ntank 2\n"));
  await waitFor(() => readings.length === 2);
  meter.close();
  await waitFor(() => collector.catalog.sources()[0]?.state === "away");
  meter = new PseudoTerminal(path);
  await waitFor(() => reconnects.length === 1);
  enough();
  meter.write(Buffer.from("\ntank 3\n"));
  await waitFor(() => collector.live.latest().get("tank/level")?.value === 3);
  assert.deepEqual(await Promise.all(readings.map(async ({value, onDisk}) => [value, await onDisk])), [
    [1, true],
    [2, true]
  ]);
  assert.ok(silences[0]!.since <= Date.now());
  assert.deepEqual([silences[0]!.source, reconnects[0]!.source], ["line", "line"]);
  for (const problem of ["the printer is out of paper", "nobody at the door"])
    assert.ok(said.includes(`a listener failed, collecting goes on: ${problem}`));
});

async function isSpooled(data: string, value: number): Promise<boolean> {
  for await (const {records} of readSpool(spoolFolder(data)))
    for (const record of records) if ((record as {value: number}).value === value) return true;
  return false;
}

test("collector writes the lake at once while much is spooled, however long its interval is", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "access.log");
  const lines = 300_000;
  const line = '10.0.0.1 - - [21/Nov/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "-"\n';
  writeFileSync(path, line.repeat(lines));
  const sources = {log: {kind: "logfile", path}};
  const config = parseConfig({data: join(folder, "data"), lake: {every: "1h"}, sources}, {root: folder, env: {}});
  const collector = await Collector.open(config, {say: () => {}});
  afterTest(t, () => collector.stop());
  collector.start();
  const committed = () => collector.catalog.sources()[0]?.committed ?? 0;
  const spooled = () =>
    readdirSync(spoolFolder(config.data)).map((name) => statSync(join(spoolFolder(config.data), name)).size);
  await waitFor(() => committed() > 0 && spooled().reduce((sum, size) => sum + size, 0) < 16 * 2 ** 20, {
    message: () => `${committed()} of ${lines} in the lake`
  });
  assert.ok(committed() > lines / 2);
});

test("Collector.open() brings some of what a crash left into the lake, before anything can kill it again", async (t) => {
  const folder = temporaryFolder(t);
  const config = parseConfig({data: join(folder, "data"), sources: {}}, {root: folder, env: {}});
  const spool = await Spool.open(spoolFolder(config.data));
  const reading = (time: number) => ({time, source: "s", series: "a/b", value: time, quality: "good" as const});
  const perBatch = 20_000;
  for (let seq = 0; seq < 20; seq++) {
    const records = Array.from({length: perBatch}, (_, i) => reading(seq * perBatch + i));
    await spool.append({dataset: "readings", records, read: perBatch, cursor: seq, source: "s", at: 0});
  }
  await spool.close();
  const collector = await Collector.open(config, {say: () => {}});
  const committed = collector.catalog.sources()[0]?.committed ?? 0;
  assert.ok(committed > 0 && committed < 20 * perBatch, `${committed} records in the lake`);
  collector.start();
  await collector.stop();
  const {sources} = await lakeStatus(config.data);
  assert.deepEqual([sources.s?.read, sources.s?.committed], [20 * perBatch, 20 * perBatch]);
});
