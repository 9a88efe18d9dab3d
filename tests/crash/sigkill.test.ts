import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {Catalog} from "../../collector/catalog.ts";
import type {Accepted} from "../../collector/collect.ts";
import {verify} from "../../collector/verify.ts";
import {datasetNames} from "../../data/schema.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {runWeir, type WeirProcess} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";
import {startPlant} from "./plant.ts";

type Row = Record<string, unknown>;

const kills = Number(process.env.WEIR_KILLS ?? 100);
const env = {PGPASSWORD: "postgres's own password"};

test(`weir collect loses nothing and doubles nothing in ${kills} random SIGKILLs`, async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, "data");
  const {config, inputs, listened, rest} = await startPlant(t, folder);
  const configFile = join(folder, "weir.config.mts");
  writeFileSync(configFile, config);
  const start = () => runWeir(t, ["--config", configFile, "collect", "--tail"], {env});
  const journal = new Journal();

  for (let kill = 0; kill < kills; kill++) {
    const collector = start();
    await waitFor(() => collector.stdout.includes("\n"), {message: () => `a first batch: ${collector.stderr}`});
    listened(true);
    for (const {id, accepted} of kill ? [] : inputs)
      if (accepted) {
        await waitFor(() => collector.stdout.includes(`"source":"${id}"`), {message: `a first batch of ${id}`});
        accepted();
      }
    // The first batch is always the same source's: every second life goes on for another's, in turn, but not for long.
    const one = `"source":"${inputs[(kill >> 1) % inputs.length]!.id}"`;
    const end = performance.now() + 3000;
    while (kill % 2 && performance.now() < end && !collector.stdout.includes(one)) await sleep(50);
    await sleep(Math.random() * 900);
    collector.kill("SIGKILL");
    await collector.exit;
    listened(false);
    journal.add(collector);
  }
  await rest();
  const last = start();
  const catalog = new Catalog(data);
  const stateOf = (id: string) => catalog.sources().find((source) => source.id === id);
  const committed = (id: string) => stateOf(id)?.committed ?? 0;
  for (const {id, numbered} of inputs)
    for (let known = 0; numbered && known < numbered.made(); known = committed(id))
      await waitFor(() => committed(id) > known, {
        message: () => `${id} to be read on, to its ${numbered.made()}: ${JSON.stringify(stateOf(id))}, ${last.stderr}`
      });
  catalog.close();
  last.kill("SIGTERM");
  assert.equal((await last.exit).code, 0, last.stderr);
  journal.add(last);

  assert.equal(new Set(journal.numbers).size, journal.numbers.length, "a sequence number was given twice");
  const lake = await rowsBySource(data);
  let records = 0;
  for (const {id, numbered} of inputs) {
    const rows = lake.get(id) ?? [];
    records += rows.length;
    if (numbered)
      assert.deepEqual(ranges(rows.map(numbered.numberOf)), ranges(count(numbered.made())), `${id}: each once`);
    else assertAccepted(id, journal.of(id), rows);
    assert.ok(rows.length > kills, `${id}: hardly anything was collected`);
  }
  assert.deepEqual((await verify(data)).problems, []);
  t.diagnostic(`${records} records of ${inputs.length} sources through ${kills} kills`);
});

async function rowsBySource(data: string): Promise<Map<string, Row[]>> {
  const sources = new Map<string, Row[]>();
  for (const dataset of datasetNames)
    for (const row of await lakeRows(data, dataset)) {
      const rows = sources.get(String(row.source)) ?? [];
      rows.push(row);
      sources.set(String(row.source), rows);
    }
  return sources;
}

/** What collectors announced in full lines: only this is known to be accepted. */
class Journal {
  readonly numbers: number[] = [];
  readonly #records = new Map<string, Row[]>();

  /** Takes what a process printed before it ended. */
  add({stdout}: WeirProcess): void {
    for (const line of stdout.split("\n").slice(0, -1)) {
      const {source, seq, batch} = JSON.parse(line) as Accepted;
      this.numbers.push(seq);
      const records = this.#records.get(source) ?? [];
      for (const record of batch.records) records.push(record as object as Row);
      this.#records.set(source, records);
    }
  }

  of(source: string): Row[] {
    return this.#records.get(source) ?? [];
  }
}

function assertAccepted(id: string, accepted: Row[], rows: Row[]): void {
  const keyOf = ({time, series, value}: Row) => `${Number(time)} ${series} ${value}`;
  const held = rows.map(keyOf);
  const lake = new Set(held);
  assert.equal(lake.size, held.length, `${id}: a reading twice`);
  assert.deepEqual(
    accepted.filter((record) => !lake.has(keyOf(record))),
    [],
    `${id}: accepted, but not in the lake`
  );
}

const count = (to: number): number[] => Array.from({length: to}, (_, i) => i + 1);

/** Sorted numbers as text, runs shortened, so that a difference can be read: `1-40 42 42-99`. */
function ranges(numbers: number[]): string {
  const parts: [number, number][] = [];
  for (const n of numbers.toSorted((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(" ");
}
