import assert from "node:assert/strict";
import {readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {lakeFolder, spoolFolder} from "../../collector/folders.ts";
import {LakeWriter} from "../../collector/lake-writer.ts";
import {graceMs, maintain} from "../../collector/maintain.ts";
import {retain, sweep} from "../../collector/retain.ts";
import {Spool} from "../../collector/spool.ts";
import {readAudit} from "../../collector/verify/audit.ts";
import {verify} from "../../collector/verify.ts";
import {afterTest} from "../support/after-test.ts";
import {first, noon, reading, second, soundLake} from "../support/sound-lake.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

test("verify() finds nothing wrong with a sound lake, and tells how far it is", async (t) => {
  const {data} = await soundLake(t);
  const progress: string[] = [];
  const onFile = (done: number, of: number) => progress.push(`${done}/${of}`);
  assert.deepEqual(await verify(data, {onFile}, {now: () => noon}), {files: 6, rows: 12, problems: []});
  assert.deepEqual(progress, ["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]);
});

test("verify() finds nothing wrong with a lake from which old records were retired", async (t) => {
  const {data, problems} = await soundLake(t);
  const catalog = new Catalog(data);
  assert.equal(retain(catalog, {keepMs: noon - second}, {now: () => noon}).retired, 3);
  catalog.close();
  assert.deepEqual(await problems(), []);
});

test("verify() finds nothing wrong with a lake whose old commits were folded, to which more comes", async (t) => {
  const {data, alter} = await soundLake(t);
  const now = () => noon + 3 * graceMs;
  const lake = lakeFolder(data);
  const catalog = new Catalog(data);
  const commits = () => readAudit(data).commits.map(({kind, watermark}) => [kind, watermark]);
  const watermark = catalog.watermark();
  retain(catalog, {keepMs: 0}, {now: () => noon + graceMs});
  alter(`INSERT INTO commits (id, kind, at) VALUES (200000, 'import', ${now()})`); // many later
  await sweep(lake, catalog, graceMs, {now});
  const kinds = [
    ["compact", null],
    ["import", null],
    ["spool", watermark],
    ["retain", null],
    ["import", null]
  ];
  assert.deepEqual(commits(), kinds);
  const spool = await Spool.open(spoolFolder(data), {watermark});
  const writer = new LakeWriter(lake, spool, catalog, now);
  assert.equal(await writer.flush(), 3);
  writer.close();
  await spool.close();
  catalog.close();
  assert.deepEqual(await verify(data, {}, {now}), {files: 1, rows: 3, problems: []});
});

test("verify() finds nothing wrong while a collector writes, merges, retires and deletes", async (t) => {
  const data = temporaryFolder(t);
  const lake = lakeFolder(data);
  let clock = first;
  const now = () => clock;
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data));
  const writer = new LakeWriter(lake, spool, catalog, now);
  const stopping = new AbortController();
  const done = {merged: 0, retired: 0, deleted: 0};
  const writing = (async () => {
    while (!stopping.signal.aborted) {
      for (let batch = 0; batch < 3; batch++) {
        const records = [reading(clock + batch, "a"), reading(clock - 3 * graceMs, "b")];
        await spool.append({source: "meter", at: clock, dataset: "readings", read: 2, cursor: clock, records});
        await writer.flush();
      }
      clock += 2 * graceMs;
      const {replaced, retired, deleted} = await maintain(lake, catalog, {keepMs: 72 * graceMs}, {now});
      done.merged += replaced;
      done.retired += retired;
      done.deleted += deleted;
    }
  })();
  afterTest(t, async () => {
    stopping.abort();
    await writing;
    await spool.close();
    writer.close();
    catalog.close();
  });
  await waitFor(() => done.deleted > 0);
  let rounds = 0;
  for (const start = {...done}; rounds < 10 || done.deleted < start.deleted + 20 || !done.retired; rounds++) {
    const {problems} = await verify(data, {}, {now});
    assert.deepEqual(problems, []);
  }
  assert.ok(done.merged > 0);
});

test("verify() does not miss a file that left the lake while it was at work", async (t) => {
  const {data, at} = await soundLake(t);
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const {path} = catalog.files().at(-1)!;
  const onFile = (done: number) => {
    if (done !== 1) return;
    catalog.commit({kind: "retain", at: noon, files: [], removed: [path]});
    rmSync(at(path));
  };
  assert.deepEqual((await verify(data, {onFile}, {now: () => noon})).problems, []);
});

test("verify() says that there is no lake, and that its catalog is damaged", async (t) => {
  const empty = temporaryFolder(t);
  await assert.rejects(verify(empty), /no lake yet: /);
  const {data, alter, problems} = await soundLake(t);
  alter("DELETE FROM meta");
  const path = join(data, "catalog.db");
  const bytes = readFileSync(path);
  for (let page = 4096; page < bytes.length; page += 4096) bytes.fill(0xff, page, page + 100);
  writeFileSync(path, bytes);
  assert.match((await problems()).join("\n"), /^damaged catalog: /);
});
