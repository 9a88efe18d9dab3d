import assert from "node:assert/strict";
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Books} from "../../collector/books.ts";
import {Catalog} from "../../collector/catalog.ts";
import {parseConfig, type SourceInput} from "../../collector/config.ts";
import {lakeFolder, spoolFolder} from "../../collector/folders.ts";
import {importFile} from "../../collector/import.ts";
import {lakeStatus} from "../../collector/lake-status.ts";
import {LakeWriter} from "../../collector/lake-writer.ts";
import {takeLock} from "../../collector/lock.ts";
import {replayRejects} from "../../collector/replay.ts";
import type {RejectedInput} from "../../collector/source.ts";
import {Spool} from "../../collector/spool.ts";
import {verify} from "../../collector/verify.ts";
import type {DatasetName} from "../../data/schema.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {runWeir} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const at = Date.parse("2026-03-10T12:00Z");
const minute = 60_000;

const meter: SourceInput = {
  kind: "serial",
  path: "/dev/ttyUSB0",
  line: {fields: ["thing", "time", "flow", "pressure"]}
};
const api = {kind: "http-json", url: "http://127.0.0.1:9/requests"} as const;
const frame = (n: number, raw = `00${n} 2026-03-0${n}T00:00 ${n} 3.5`): RejectedInput => ({
  reason: "expected 3 fields, found 4",
  position: `frame ${n}`,
  raw
});

/** A lake of which each flush has taken one reading and some rejects of a source, and what may be asked of it. */
async function setUp(t: TestContext, source: string, flushes: RejectedInput[][], dataset: DatasetName = "readings") {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data));
  const writer = new LakeWriter(lakeFolder(data), spool, catalog);
  for (const [i, rejects] of flushes.entries()) {
    const reading = {time: at + i, source, series: "a/b", value: 1, quality: "good" as const};
    const records = dataset === "readings" ? [reading] : [];
    const read = records.length + rejects.length;
    await spool.append({dataset, records, rejects, read, cursor: {i}, source, at: at + i * minute});
    await writer.flush();
  }
  await (await Books.open(catalog, spool)).check();
  writer.close();
  await spool.close();
  catalog.close();
  const replay = (sources: Record<string, SourceInput>, filter = {}, ...rest: [options?: object, effects?: object]) =>
    replayRejects(parseConfig({data, sources}, {root: data, env: {}}), filter, ...rest);
  const books = async () => {
    const {sources, balanced} = await lakeStatus(data);
    const {read, committed, rejected} = sources[source]!;
    return {read, committed, rejected, balanced};
  };
  const positions = async () => (await lakeRows(data, "rejects")).map(({position}) => position).sort();
  return {data, replay, books, positions};
}

test("replayRejects() makes records of what can be read now, and the books and all files stay sound", async (t) => {
  const {data, replay, books, positions} = await setUp(t, "plant", [[frame(1), frame(2, "x"), frame(3)], [frame(4)]]);
  assert.deepEqual(await books(), {read: 6, committed: 2, rejected: 4, balanced: true});
  assert.deepEqual(await replay({plant: meter}), {
    rejects: 3,
    records: 6,
    stay: [{source: "plant", reason: "expected 4 fields, found 1", count: 1}]
  });
  assert.deepEqual(await positions(), ["frame 2"]);
  const readings = (await lakeRows(data, "readings")).filter(({series}) => series !== "a/b");
  const shown = readings.map(
    ({time, series, value}) => `${(time as Date).toISOString().slice(0, 10)} ${series} ${value}`
  );
  assert.deepEqual(shown.sort(), [
    "2026-03-01 001/flow 1",
    "2026-03-01 001/pressure 3.5",
    "2026-03-03 003/flow 3",
    "2026-03-03 003/pressure 3.5",
    "2026-03-04 004/flow 4",
    "2026-03-04 004/pressure 3.5"
  ]);
  assert.deepEqual(await books(), {read: 9, committed: 8, rejected: 1, balanced: true});
  assert.deepEqual((await verify(data)).problems, []);
  assert.deepEqual((await replay({plant: meter})).rejects, 0, "what was replayed is not replayed again");
  const catalog = new Catalog(data);
  const kept = await Books.open(catalog, {folder: spoolFolder(data), bytes: 0});
  assert.equal(await kept.check(), null, "the next collector finds nothing missing");
  catalog.close();
});

test("replayRejects() leaves its trace among the runs, and the source where it stood", async (t) => {
  const {data, replay} = await setUp(t, "plant", [[frame(1), frame(2)]]);
  await replay({plant: meter}, {}, {}, {now: () => at});
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  assert.deepEqual(catalog.sources()[0]?.cursor, {i: 0});
  const audit = new (await import("libsql")).default(join(data, "catalog.db"));
  t.after(() => audit.close());
  const {job, ok, message} = audit.prepare("SELECT * FROM runs").get() as Record<string, unknown>;
  assert.deepEqual([job, ok, message], ["replay", 1, "plant: 2 rejects became 4 records"]);
});

test("replayRejects() takes the rejects that are asked for, and with dryRun changes nothing", async (t) => {
  const {replay, positions} = await setUp(t, "plant", [
    [frame(1), {...frame(2), reason: "wrong checksum: 3F"}],
    [frame(3)]
  ]);
  const tried = await replay({plant: meter}, {reason: "Checksum"}, {dryRun: true});
  assert.deepEqual([tried.rejects, tried.records], [1, 2]);
  assert.deepEqual(await positions(), ["frame 1", "frame 2", "frame 3"]);
  await replay({plant: meter}, {reason: "Checksum"});
  assert.deepEqual(await positions(), ["frame 1", "frame 3"]);
  await replay({plant: meter}, {since: at + minute});
  assert.deepEqual(await positions(), ["frame 1"]);
  assert.equal((await replay({plant: meter}, {source: "another"})).rejects, 0);
  assert.equal((await replay({plant: meter}, {dataset: "events"})).rejects, 0);
});

test("replayRejects() that dies before its transaction has changed nothing, and is made up by the next", async (t) => {
  const {data, replay, books, positions} = await setUp(t, "plant", [[frame(1), frame(2, "x")]]);
  const dying = () => {
    let calls = 0;
    const now = () => {
      if (++calls === 2) throw new Error("killed here");
      return at;
    };
    return replay({plant: meter}, {}, {}, {now});
  };
  await assert.rejects(dying(), /killed here/);
  const left = () =>
    readdirSync(lakeFolder(data), {recursive: true}).filter((path) => String(path).includes("/replay-"));
  assert.equal(left().length, 2, "its files were written");
  assert.deepEqual(await positions(), ["frame 1", "frame 2"]);
  assert.deepEqual(await books(), {read: 3, committed: 1, rejected: 2, balanced: true});
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data), {watermark: catalog.watermark()});
  await new LakeWriter(lakeFolder(data), spool, catalog).recover();
  await spool.close();
  catalog.close();
  assert.deepEqual(left(), [], "the next collector removes them");
  await assert.rejects(dying(), /killed here/);
  assert.equal((await replay({plant: meter})).rejects, 1, "and so does a replay that writes them again");
  assert.deepEqual(await books(), {read: 4, committed: 3, rejected: 1, balanced: true});
  assert.deepEqual((await verify(data)).problems, []);
});

test("replayRejects() says why rejects stay: no source, too little kept, imported", async (t) => {
  const {data, replay, positions} = await setUp(t, "plant", [
    [frame(1), frame(2, "\\x80\\x00"), frame(3, `${"1".repeat(256)}… (900 bytes)`), frame(4, "")]
  ]);
  const csv = join(data, "history.csv");
  writeFileSync(csv, "time,series,value\n2026-01-01,001/flow,x\n");
  const catalog = new Catalog(data);
  const request = {file: csv, dataset: "readings", source: "plant", time: "time"} as const;
  await importFile(request, {lake: lakeFolder(data), catalog, hash: (text) => text});
  catalog.close();
  const reasons = async (sources: Record<string, SourceInput>) =>
    Object.fromEntries((await replay(sources)).stay.map(({reason, count}) => [reason, count]));
  const imported = {"it was imported (import it again)": 1};
  assert.deepEqual(await reasons({}), {...imported, "no such source is configured": 4});
  assert.deepEqual(await reasons({plant: {kind: "system"}}), {
    ...imported,
    "this kind of source cannot read a reject again": 4
  });
  assert.deepEqual(await reasons({plant: meter}), {
    ...imported,
    "nothing was kept of it": 1,
    "it is not text, or only its beginning was kept": 2
  });
  assert.equal((await positions()).length, 4);
});

test("replayRejects() reads requests with the map as it is now, where all of it was kept", async (t) => {
  const row = (fields: object) => JSON.stringify({num: 7, request_time: "2026-03-09 10:00", ...fields});
  const rejects = [
    row({who: "Ann", prediction_model: null, prediction_result: null, prediction_time: null, file_name: null}),
    row({who: "…", prediction_model: null, prediction_result: null, prediction_time: null, file_name: null}),
    "7",
    "x".repeat(4096)
  ].map((raw, i) => ({reason: "missing: request_user (map.requester)", position: `row ${i}`, raw}));
  const {data, replay} = await setUp(t, "api", [rejects], "requests");
  const {stay} = await replay({api: {...api, map: {requester: "who"}}});
  assert.deepEqual(stay.map(({reason}) => reason).sort(), [
    "its value was not kept, for it was not mapped then",
    "only its beginning was kept",
    "row is not an object"
  ]);
  const [request, ...others] = await lakeRows(data, "requests");
  assert.deepEqual(
    [others.length, request?.requester, request?.id, request?.observedAt],
    [0, "Ann", "7", new Date(at)]
  );
});

test("weir lake replay refuses while a collector runs, and tells what became of the rejects", async (t) => {
  const {data} = await setUp(t, "plant", [[frame(1), frame(2, "x")]]);
  mkdirSync(join(data, "config"));
  const file = join(data, "config", "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify({data, sources: {plant: meter}})};\n`);
  const weir = (...args: string[]) => runWeir(t, ["--config", file, "lake", "replay", ...args]).exit;
  const lock = takeLock(data, "collector");
  const refused = await weir();
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /data folder in use: .* \(collector by process \d+/);
  lock.release();
  const tried = await weir("--dry-run");
  assert.match(tried.stdout, /^stay +source +why\n1 +plant +expected 4 fields, found 1\n$/);
  assert.match(tried.stderr, /1 reject would become 2 records/);
  const done = await weir("--json");
  assert.deepEqual(JSON.parse(done.stdout), {
    rejects: 1,
    records: 2,
    stay: [{source: "plant", reason: "expected 4 fields, found 1", count: 1}]
  });
  assert.match((await weir()).stderr, /0 rejects became 0 records/);
});
