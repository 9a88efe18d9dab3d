import {renameSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";
import {Catalog} from "../../collector/catalog.ts";
import {compact} from "../../collector/compact.ts";
import {connectDuckDB, literal} from "../../collector/duckdb.ts";
import {fileChecksum} from "../../collector/file-checksum.ts";
import {lakeFolder, spoolFolder} from "../../collector/folders.ts";
import {importFile} from "../../collector/import.ts";
import {LakeWriter} from "../../collector/lake-writer.ts";
import {hashingKey, keyedHash} from "../../collector/secret.ts";
import {Spool} from "../../collector/spool.ts";
import {verify} from "../../collector/verify.ts";
import type {DatasetName, Event, Reading} from "../../data/schema.ts";
import type {AfterTest} from "./after-test.ts";
import {temporaryFolder} from "./temporary-folder.ts";

/** Days of the lake, ms; `noon` is now, on the third. */
export const first = Date.UTC(2026, 0, 1);
export const second = first + 86_400_000;
export const noon = second + 86_400_000 + 43_200_000;

export interface SoundLake {
  data: string;
  /** A file's place on disk. */
  at(path: string): string;
  /** The path of the file that day 1 was merged into. */
  merged: string;
  problems(): Promise<string[]>;
  /** Changes the catalog as only a mistake could. */
  alter(sql: string): void;
  /** Writes a file anew from a query over `old`, which the catalog then takes for what was written. */
  rewrite(path: string, query: string): Promise<void>;
  /** Accepts a batch into the spool. */
  spool(dataset: DatasetName, source: string, records: object[]): Promise<void>;
  import(text: string): Promise<void>;
}

export const reading = (time: number, series: string): Reading => ({
  time,
  source: "meter",
  series,
  value: time % 97,
  quality: "good"
});

/**
 * A data folder as a collector leaves it: readings of three days from three commits, the first day merged and its old
 * files still there, an imported month and a reject, events with hashed actors, and three batches in a spool of a segment each.
 */
export async function soundLake(t: AfterTest): Promise<SoundLake> {
  const data = temporaryFolder(t);
  const lake = lakeFolder(data);
  const hash = keyedHash(hashingKey(data, {}));
  const call = (time: number, actor: string): Event => ({
    time,
    source: "log",
    kind: "http",
    actor: hash(actor),
    subject: "/",
    status: "200",
    durationMs: null,
    bytes: null
  });

  const spool = async (dataset: DatasetName, source: string, records: object[]) => {
    const catalog = new Catalog(data);
    const open = await Spool.open(spoolFolder(data), {segmentBytes: 1, watermark: catalog.watermark()});
    catalog.close();
    const batch = {dataset, records: records as Reading[], read: records.length, cursor: null};
    await open.append({...batch, source, at: noon});
    await open.close();
  };
  const flush = async (at: number) => {
    const catalog = new Catalog(data);
    const open = await Spool.open(spoolFolder(data), {watermark: catalog.watermark()});
    const writer = new LakeWriter(lake, open, catalog, () => at);
    await writer.flush();
    writer.close();
    await open.close();
    catalog.close();
  };
  const importText = async (text: string) => {
    const file = join(data, "history.csv");
    writeFileSync(file, text);
    const catalog = new Catalog(data);
    const context = {lake, catalog, hash};
    await importFile({file, dataset: "readings", source: "meter"}, context, {now: () => noon}).finally(() =>
      catalog.close()
    );
  };

  await spool("readings", "meter", [reading(first, "b"), reading(first, "a"), reading(first + 60_000, "a")]);
  await spool("events", "log", [call(first, "ann"), call(first + 1, "bob")]);
  await flush(first);
  await spool("readings", "meter", [reading(first + 120_000, "a"), reading(second, "a")]);
  await flush(second);
  const catalog = new Catalog(data);
  await compact(lake, catalog, {}, {now: () => noon - 60_000});
  const merged = catalog.files().find(({path}) => path.includes("merge-"))!.path;
  catalog.close();
  await importText("time,series,value\n2025-12-30,a,1\n2025-12-31,a,2\nnever,a,3\n");
  await spool("readings", "meter", [reading(noon, "b"), reading(noon, "a")]);
  await flush(noon);
  for (const time of [1, 2, 3]) await spool("readings", "meter", [reading(noon + time, "a")]);

  const alter = (sql: string) => {
    const db = new Database(join(data, "catalog.db"));
    db.exec(`PRAGMA foreign_keys = OFF; ${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
    db.close();
  };
  const at = (path: string) => join(lake, path);
  return {
    data,
    at,
    merged,
    alter,
    spool,
    import: importText,
    problems: async () => (await verify(data, {}, {now: () => noon})).problems,
    async rewrite(path, query) {
      const connection = await connectDuckDB();
      const written = `${at(path)}.new`;
      await connection.run(`CREATE VIEW old AS FROM read_parquet(${literal(at(path))})`);
      await connection.run(`COPY (${query}) TO ${literal(written)} (FORMAT parquet)`);
      connection.closeSync();
      renameSync(written, at(path));
      const sizes = `bytes = ${statSync(at(path)).size}, crc32c = ${await fileChecksum(at(path))}`;
      alter(`UPDATE files SET ${sizes} WHERE path = ${literal(path)}`);
    }
  };
}
