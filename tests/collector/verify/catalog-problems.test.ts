import assert from "node:assert/strict";
import {copyFileSync, mkdirSync, renameSync, rmSync} from "node:fs";
import {dirname} from "node:path";
import {test} from "node:test";
import {soundLake} from "../../support/sound-lake.ts";

test("verify() names a row of the catalog that refers to none", async (t) => {
  const {alter, problems} = await soundLake(t);
  alter("DELETE FROM commits WHERE kind = 'import'; UPDATE commits SET rows = rows + 3 WHERE id = 1");
  const [one, two, ...others] = await problems();
  assert.match(one!, /^damaged catalog: row \d+ of files has no row in commits$/);
  assert.match(two!, /^damaged catalog: row \d+ of files has no row in commits$/);
  assert.deepEqual(others, []);
});

test("verify() names a file of a dataset that there is not", async (t) => {
  const {alter, problems} = await soundLake(t);
  alter("UPDATE files SET dataset = 'smells' WHERE path LIKE 'events/%'");
  assert.deepEqual(await problems(), ["unknown dataset: events/2026-01-01/spool-1-2.parquet: smells"]);
});

test("verify() names a file that lies below another day, another dataset or none", async (t) => {
  const {at, alter, problems} = await soundLake(t);
  const from = "events/2026-01-01/spool-1-2.parquet";
  const move = async (path: string, back: string) => {
    mkdirSync(dirname(at(path)), {recursive: true});
    renameSync(at(back), at(path));
    alter(`UPDATE files SET path = '${path}' WHERE path = '${back}'`);
    return problems();
  };
  const day = "events/2026-01-02/spool-1-2.parquet";
  assert.deepEqual(await move(day, from), [`wrong place: ${day}: holds a record of 2026-01-01T00:00:00.000Z`]);
  const dataset = "requests/2026-01-01/spool-1-2.parquet";
  assert.deepEqual(await move(dataset, day), [`wrong place: ${dataset}: a file of events`]);
  const none = "events/spool-1-2.parquet";
  assert.deepEqual(await move(none, dataset), [`wrong place: ${none}: a file of events`]);
  assert.deepEqual(await move(from, none), []);
});

test("verify() notices that a file vanished from disk and catalog alike", async (t) => {
  const {at, alter, problems} = await soundLake(t);
  rmSync(at("readings/2025-12"), {recursive: true});
  alter("DELETE FROM files WHERE path LIKE 'readings/2025-12/%'");
  assert.deepEqual(await problems(), ["wrong number of rows in the lake: 10, its commits add up to 12"]);
});

test("verify() names a merge that did not keep every row", async (t) => {
  const {alter, problems} = await soundLake(t);
  alter("UPDATE commits SET rows = -1 WHERE kind = 'compact'; UPDATE commits SET rows = rows + 1 WHERE id = 1");
  assert.deepEqual(await problems(), ["merge changed the rows: commit 3: -1"]);
});

test("verify() names batches that two commits took from the spool", async (t) => {
  const {alter, problems} = await soundLake(t);
  alter("UPDATE commits SET watermark = 2 WHERE id = 2");
  assert.deepEqual((await problems()).sort(), [
    "batches taken twice: commit 2 ends at 2, one before it at 2",
    "batches taken twice: readings/2026-01-01/spool-3-3.parquet: not what commit 2 took from the spool",
    "batches taken twice: readings/2026-01-02/spool-3-3.parquet: not what commit 2 took from the spool"
  ]);
});

test("verify() names a file that reaches into what an earlier commit took", async (t) => {
  const {at, alter, problems} = await soundLake(t);
  const [from, to] = ["spool-3-3", "spool-2-3"].map((name) => `readings/2026-01-02/${name}.parquet`) as [
    string,
    string
  ];
  renameSync(at(from), at(to));
  alter(`UPDATE files SET path = '${to}' WHERE path = '${from}'`);
  assert.deepEqual(await problems(), [`batches taken twice: ${to}: not what commit 2 took from the spool`]);
});

test("verify() names two files with the same records", async (t) => {
  const {merged, at, alter, problems} = await soundLake(t);
  const copy = merged.replace(/[^/]+$/, "merge-z.parquet");
  copyFileSync(at(merged), at(copy));
  alter(`INSERT INTO files SELECT '${copy}', dataset, rows, bytes, minTime, maxTime, addedIn, removedIn, crc32c
    FROM files WHERE path = '${merged}'; UPDATE commits SET rows = rows + 4 WHERE id = 1`);
  assert.deepEqual(await problems(), [
    `same records twice: ${merged} and ${copy}`,
    "books of meter: committed 7, but the lake holds 11"
  ]);
});
