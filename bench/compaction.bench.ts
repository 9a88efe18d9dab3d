import {Catalog} from "../collector/catalog.ts";
import {compact} from "../collector/compact.ts";
import {lakeFolder, spoolFolder} from "../collector/folders.ts";
import {LakeWriter} from "../collector/lake-writer.ts";
import {sweep} from "../collector/retain.ts";
import {Spool} from "../collector/spool.ts";
import type {Reading} from "../data/schema.ts";
import {openLake} from "../loaders/lake.ts";
import {median} from "../loaders/math/quantile.ts";
import {type AfterTest, afterTest} from "../tests/support/after-test.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench} from "./bench.ts";

const queriesBar = 10_000;
/** WEIR_QUERIES shortens a run, which then misses its limit. */
const queries = Number(process.env.WEIR_QUERIES ?? queriesBar);

/** A lake grows by as much as its writer manages, and a query reads all of it: after so many a new one begins. */
const queriesOfALake = 1000;

/** Readings in each small file, and how many files are merged at once. */
const small = {rows: 500, files: 8};
/** How long replaced files stay, ms: longer than a query takes. */
const graceMs = 5000;

/**
 * A writer brings the values 1, 2, 3 ... into the lake in small files, merges them and deletes what was replaced, all
 * without a pause. A reader opens the lake again and again: it has to find 1 ... n, once each, and no fewer than had
 * been committed when it began.
 */
export const bench: Bench = {
  name: "compaction",
  about: `${queries} queries while small files come, are merged and deleted`,
  async run({scope, say}) {
    const found: Found = {errors: 0, wrong: 0, took: [], rows: 0, merges: 0, deleted: 0};
    while (found.took.length < queries) {
      await queryOneLake(scope, {found, most: Math.min(queriesOfALake, queries - found.took.length)}, say);
      say(`${found.took.length} queries, ${found.errors} failed, ${found.wrong} wrong; ${found.rows} readings`);
    }
    return [
      {what: "queries meanwhile", value: found.took.length, unit: "queries", bar: {atLeast: queriesBar}},
      {what: "queries that failed", value: found.errors, unit: "errors", bar: {atMost: 0}},
      {what: "queries that counted wrong", value: found.wrong, unit: "counts", bar: {atMost: 0}},
      {what: "query, opening the lake included", value: median(found.took), unit: "ms"},
      {what: "written", value: found.rows / small.rows, unit: "files"},
      {what: "merges", value: found.merges, unit: "merges"},
      {what: "deleted after being merged", value: found.deleted, unit: "files"}
    ];
  }
};

interface Done {
  rows: number;
  merges: number;
  deleted: number;
}

interface Found extends Done {
  errors: number;
  wrong: number;
  /** Of each query, ms. */
  took: number[];
}

/** Adds what so many queries of a new lake find. */
async function queryOneLake(
  scope: AfterTest,
  {found, most}: {found: Found; most: number},
  say: (line: string) => void
): Promise<void> {
  const data = temporaryFolder(scope, {prefix: "weir-bench-"});
  const {write, done} = await numberWriter(scope, data);
  const stopping = new AbortController();
  const writing = (async () => {
    while (!stopping.signal.aborted) await write();
  })().finally(() => stopping.abort());
  const reading = (async () => {
    for (let query = 0; query < most && !stopping.signal.aborted; query++) {
      const atLeast = done.rows;
      const started = performance.now();
      const {count, last, sum} = await countNumbers(data).catch((error: Error) => {
        say(error.message);
        found.errors += 1;
        return {count: atLeast, last: atLeast, sum: sumTo(atLeast)};
      });
      if (count < atLeast || last !== count || sum !== sumTo(count)) found.wrong += 1;
      found.took.push(performance.now() - started);
    }
  })().finally(() => stopping.abort());
  await Promise.all([writing, reading]);
  for (const name of ["rows", "merges", "deleted"] as const) found[name] += done[name];
}

/** What adds one small file to a lake and tidies up, and what it has done so far. */
async function numberWriter(scope: AfterTest, data: string) {
  const lake = lakeFolder(data);
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data));
  const writer = new LakeWriter(lake, spool, catalog);
  afterTest(scope, async () => {
    await spool.close();
    writer.close();
    catalog.close();
  });
  const done: Done = {rows: 0, merges: 0, deleted: 0};
  const write = async () => {
    const records = Array.from({length: small.rows}, (_, i) => numberReading(done.rows + i + 1));
    const cursor = done.rows + small.rows;
    await spool.append({source: "numbers", at: 0, dataset: "readings", read: small.rows, cursor, records});
    await writer.flush();
    done.rows = cursor;
    done.merges += (await compact(lake, catalog, {atFiles: small.files})).by;
    done.deleted += await sweep(lake, catalog, graceMs);
  };
  return {write, done};
}

/** One a second, so that a day's file does not grow for ever. */
const numberReading = (value: number): Reading => ({
  time: Date.UTC(2026, 0) + value * 1000,
  source: "numbers",
  series: "numbers/value",
  value,
  quality: "good"
});

const sumTo = (n: number): number => (n * (n + 1)) / 2;

interface Numbers {
  count: number;
  last: number;
  sum: number;
}

async function countNumbers(data: string): Promise<Numbers> {
  const lake = await openLake({data});
  try {
    const [numbers] = await lake.sql<Numbers>`SELECT count(*) AS count, coalesce(max(value), 0) AS last,
      coalesce(sum(value), 0) AS sum FROM readings`;
    return numbers!;
  } finally {
    lake.close();
  }
}
