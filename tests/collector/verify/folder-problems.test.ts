import assert from "node:assert/strict";
import {mkdirSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../../collector/catalog.ts";
import {lakeFolder} from "../../../collector/folders.ts";
import {graceMs} from "../../../collector/maintain.ts";
import {sweep} from "../../../collector/retain.ts";
import {noon, soundLake} from "../../support/sound-lake.ts";

test("verify() names old files that the catalog does not know, and what a crash left over", async (t) => {
  const {at, problems} = await soundLake(t);
  const stranger = "readings/2026-01-01/stranger.parquet";
  const leftOver = ".tmp/readings_2026-01_import-1.parquet";
  for (const path of [stranger, leftOver]) {
    mkdirSync(dirname(at(path)), {recursive: true});
    writeFileSync(at(path), "");
    assert.deepEqual(await problems(), [], "it may be on its way in");
    utimesSync(at(path), 0, 0);
    const kind = path === leftOver ? "left over" : "unknown file";
    assert.deepEqual(await problems(), [`${kind}: ${path} (not part of the lake; it may be deleted)`]);
    rmSync(at(path));
  }
});

test("verify() names merged files that were deleted while readers may still hold them", async (t) => {
  const {data, at, problems} = await soundLake(t);
  const path = "readings/2026-01-01/spool-1-2.parquet";
  rmSync(at(path));
  assert.deepEqual(await problems(), [`deleted too soon: ${path}: readers may hold it until 2026-01-03T12:59:00.000Z`]);
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  await sweep(lakeFolder(data), catalog, graceMs, {now: () => noon + graceMs});
  assert.deepEqual(await problems(), []);
});
