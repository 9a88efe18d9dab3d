import assert from "node:assert/strict";
import {readdirSync, truncateSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {setImmediate as nextTurn} from "node:timers/promises";
import {Books} from "../../collector/books.ts";
import {lastBooksCheck} from "../../collector/books-check.ts";
import {Catalog} from "../../collector/catalog.ts";
import {Collector} from "../../collector/collector.ts";
import {parseConfig} from "../../collector/config.ts";
import {lakeFolder, spoolFolder} from "../../collector/folders.ts";
import {lakeStatus} from "../../collector/lake-status.ts";
import {LakeWriter} from "../../collector/lake-writer.ts";
import {Spool} from "../../collector/spool.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

const segments = (data: string): string[] =>
  readdirSync(spoolFolder(data))
    .sort()
    .map((name) => join(spoolFolder(data), name));

/** What a collector has open, with a spool of one segment a batch; `accept` takes a batch as the collector does. */
async function open(t: TestContext, data = temporaryFolder(t)) {
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data), {segmentBytes: 1, watermark: catalog.watermark()});
  const writer = new LakeWriter(lakeFolder(data), spool, catalog);
  const books = await Books.open(catalog, spool);
  const accept = async (records: number, {rejects = 0, source = "plant", dropped = 0} = {}) => {
    const at = Date.now();
    const batch = {
      dataset: "readings" as const,
      records: Array.from({length: records}, (_, i) => ({
        time: at + i,
        source,
        series: "a/b",
        value: i,
        quality: "good" as const
      })),
      rejects: Array.from({length: rejects}, () => ({reason: "not a number", position: "1", raw: "x"})),
      read: records + rejects,
      dropped,
      cursor: at
    };
    const seq = await spool.append({...batch, source, at});
    books.accept({source, seq, read: batch.read});
  };
  const close = async () => {
    writer.close();
    await spool.close();
    catalog.close();
  };
  const loseBatch = (nth: number) => truncateSync(segments(data)[nth]!);
  return {data, catalog, spool, writer, books, accept, close, loseBatch};
}

test("books.check() records balanced books, whether inputs are in the lake, rejected or in the spool", async (t) => {
  const {catalog, spool, books, writer, accept, close} = await open(t);
  await accept(3, {rejects: 2});
  await accept(1, {source: "other"});
  await writer.flush();
  await accept(4, {rejects: 1, dropped: 7});
  assert.equal(await books.check({now: () => 1000}), null);
  assert.equal(books.problem, "");
  assert.deepEqual(lastBooksCheck(catalog), {
    at: 1000,
    through: 3,
    spoolBytes: spool.bytes,
    sources: {
      plant: {read: 10, committed: 3, rejected: 2, spooled: 5, dropped: 7, missing: 0},
      other: {read: 1, committed: 1, rejected: 0, spooled: 0, dropped: 0, missing: 0}
    }
  });
  await close();
});

test("books.check() finds a batch that the disk has lost, says so once, and so do status and the next check", async (t) => {
  const {data, books, writer, accept, close, loseBatch} = await open(t);
  await accept(3);
  await accept(5);
  loseBatch(1);
  const message = "THE BOOKS DO NOT BALANCE: plant: 5 inputs missing (read 8, committed 0, rejected 0, spooled 3)";
  assert.deepEqual(await books.check(), {ok: false, message});
  assert.equal(books.problem, message);
  assert.equal(await books.check(), null);
  await accept(1);
  await writer.flush();
  assert.match((await books.check())?.message ?? "", /plant: 5 inputs missing \(read 9, committed 4,/);
  const status = await lakeStatus(data);
  assert.deepEqual([status.balanced, status.sources.plant?.read, status.sources.plant?.committed], [false, 9, 4]);
  assert.ok(Date.parse(status.checked!) > 0);
  await close();
});

test("books.check() finds what the lake's books have lost or doubled", async (t) => {
  const {catalog, books, writer, accept, close} = await open(t);
  await accept(3);
  await writer.flush();
  const change = (committed: number) =>
    catalog.commit({
      kind: "spool",
      at: 0,
      files: [],
      sources: {plant: {cursor: null, read: 0, committed, rejected: 0, dropped: 0}}
    });
  change(1);
  assert.match((await books.check())?.message ?? "", /plant: 1 input too many \(read 3, committed 4,/);
  change(-2);
  assert.match((await books.check())?.message ?? "", /plant: 1 input missing \(read 3, committed 2,/);
  change(1);
  assert.deepEqual(await books.check(), {ok: true, message: "the books balance again"});
  await close();
});

test("Books.open() finds what was lost while no collector ran; the start after that counts anew", async (t) => {
  const first = await open(t);
  await first.accept(3);
  await first.accept(5);
  await first.books.check();
  await first.accept(1); // after the last check, as before a crash
  await first.close();
  first.loseBatch(1);
  const second = await open(t, first.data);
  assert.match((await second.books.check())?.message ?? "", /plant: 5 inputs missing \(read 9, .*spooled 4\)/);
  await second.close();
  const third = await open(t, first.data);
  assert.match(third.books.problem, /5 inputs missing/);
  await third.accept(2);
  assert.deepEqual(await third.books.check(), {ok: true, message: "the books balance again"});
  await third.close();
});

test("Books.open() balances after a crash that came between the lake's last commit and the next check", async (t) => {
  const first = await open(t);
  await first.accept(3);
  await first.books.check();
  await first.accept(4);
  await first.writer.flush();
  await first.accept(2);
  await first.close();
  const second = await open(t, first.data);
  assert.equal(await second.books.check(), null);
  assert.equal(lastBooksCheck(second.catalog)?.sources.plant?.read, 9);
  await second.close();
});

test("books.check() balances at any moment while batches come in and the lake takes them", async (t) => {
  const {catalog, books, writer, accept, close} = await open(t);
  let coming = true;
  const sources = ["a", "b", "c"].map(async (source) => {
    for (let i = 0; i < 60; i++) await accept(1 + (i % 3), {source, rejects: i % 2});
  });
  const flushing = (async () => {
    while (coming) {
      await nextTurn();
      await writer.flush();
    }
  })();
  const checking = (async () => {
    for (let checks = 0; coming || checks < 5; checks++) assert.equal(await books.check(), null);
  })();
  await Promise.all(sources);
  coming = false;
  await Promise.all([flushing, checking]);
  assert.equal(await books.check(), null);
  assert.equal(lastBooksCheck(catalog)?.sources.a?.read, 150);
  await close();
});

test("books.check() that fails is a problem, and throws nothing", async (t) => {
  const {books, accept, close} = await open(t);
  await accept(1);
  await close();
  assert.match((await books.check())?.message ?? "", /^the books cannot be checked: /);
  assert.match(books.problem, /^the books cannot be checked: /);
});

test("a running collector checks its books, and says loudly and in its health that they do not balance", async (t) => {
  const config = parseConfig(
    {sources: {machine: {kind: "system", every: "100ms"}}, lake: {every: "1h"}},
    {root: temporaryFolder(t), env: {}}
  );
  const said: string[] = [];
  const collector = await Collector.open(config, {say: (line) => said.push(line), booksEvery: 20});
  collector.start();
  const check = () => lastBooksCheck(collector.catalog);
  await waitFor(() => (check()?.sources.machine?.spooled ?? 0) > 5);
  assert.deepEqual([collector.problems(), said], [[], []]);
  for (const segment of segments(config.data)) truncateSync(segment);
  await waitFor(() => collector.problems().length);
  assert.match(collector.problems()[0]!, /^THE BOOKS DO NOT BALANCE: machine: \d+ inputs missing/);
  assert.match(said.join("\n"), /^THE BOOKS DO NOT BALANCE: machine: \d+ inputs missing/);
  await collector.stop().catch(() => {});
});
