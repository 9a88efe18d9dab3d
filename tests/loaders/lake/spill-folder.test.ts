import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {test} from "node:test";
import {connectDuckDB} from "../../../collector/duckdb.ts";
import {spillFolder} from "../../../loaders/lake/spill-folder.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("connectDuckDB() gives instances that do not touch each other's spilled rows", async () => {
  const sorted = async (salt: number): Promise<number> => {
    const connection = await connectDuckDB({memory: "64MB"});
    try {
      await connection.run(
        `CREATE TEMP TABLE numbers AS SELECT i, hash(i + ${salt})::VARCHAR AS text FROM range(2000000) r(i)`
      );
      const wrong = await connection.runAndReadAll(
        `SELECT count(*)::DOUBLE FROM (SELECT * FROM numbers ORDER BY text) WHERE text <> hash(i + ${salt})::VARCHAR`
      );
      const used = await connection.runAndReadAll("SELECT count(*)::DOUBLE FROM duckdb_temporary_files()");
      assert.ok((used.getRowsJS()[0]![0] as number) > 0, "nothing was spilled: this proves nothing");
      return wrong.getRowsJS()[0]![0] as number;
    } finally {
      connection.closeSync();
    }
  };
  assert.deepEqual(await Promise.all([1, 2, 3].map(sorted)), [0, 0, 0]);
});

test("spillFolder() names a folder of its own each time, and removes those of processes that are gone", async (t) => {
  const within = temporaryFolder(t);
  const {pid: gone} = spawnSync(process.execPath, ["-e", ""]);
  const own = await spillFolder(within);
  const left = join(within, basename(own).replace(String(process.pid), String(gone)));
  const other = join(within, "weir-duckdb-notes");
  for (const folder of [own, left, other]) mkdirSync(folder);
  writeFileSync(join(left, "duckdb_temp_storage_DEFAULT-0.tmp"), "rows");
  const next = await spillFolder(within);
  assert.equal(dirname(next), within);
  assert.notEqual(next, own);
  assert.deepEqual(
    [own, left, other].map((folder) => existsSync(folder)),
    [true, false, true]
  );
  assert.match(await spillFolder(join(within, "absent")), /weir-duckdb-/);
});
