import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets, dayOf, type Reject} from "../data/schema.ts";
import type {Catalog, LakeFile, SourceDelta} from "./catalog.ts";
import {connectDuckDB, identifier} from "./duckdb.ts";
import {makeFolder} from "./durable.ts";
import {writeLakeFile} from "./lake-file.ts";
import {createRecordTable} from "./record-table.ts";
import type {Spool} from "./spool.ts";
import type {SpoolRecord} from "./spool-record.ts";

/** Records converted at once: bounds memory, not correctness. */
const recordsPerCommit = 200_000;

/** Moves what the spool holds into Parquet files and the catalog, a range of sequence numbers at a time. */
export class LakeWriter {
  #connection: DuckDBConnection | null = null;
  #running: Promise<number> | null = null;

  constructor(
    private readonly lake: string,
    private readonly spool: Spool,
    private readonly catalog: Catalog,
    private readonly now: () => number = Date.now
  ) {}

  /** Removes what a crash left behind: half-written files, and files whose commit never happened. */
  async recover(): Promise<void> {
    await makeFolder(this.lake);
    const known = this.catalog.knownPaths();
    const found = await readdir(this.lake, {recursive: true, withFileTypes: true});
    for (const entry of found) {
      const path = join(entry.parentPath, entry.name).slice(this.lake.length + 1);
      if (/(spool|merge)-[^/]*\.parquet$/.test(path) && !known.has(path)) await rm(join(this.lake, path));
    }
  }

  /** Commits everything accepted so far. Calls during a flush share it. Returns the number of records committed. */
  flush(): Promise<number> {
    this.#running ??= this.#flushAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #flushAll(): Promise<number> {
    let total = 0;
    for (;;) {
      const range = await this.#nextRange();
      if (range.length === 0) return total;
      total += await this.#commit(range);
    }
  }

  async #nextRange(): Promise<SpoolRecord[]> {
    const range: SpoolRecord[] = [];
    let records = 0;
    for await (const record of this.spool.read(this.catalog.watermark())) {
      range.push(record);
      records += record.records.length;
      if (records >= recordsPerCommit) break;
    }
    return range;
  }

  async #commit(range: SpoolRecord[]): Promise<number> {
    const watermark = range.at(-1)!.seq;
    const name = `spool-${range[0]!.seq}-${watermark}`;
    const files: LakeFile[] = [];
    for (const [dataset, records] of byDataset(range, this.catalog.watermark()))
      files.push(...(await this.#write(dataset, records, name)));
    this.catalog.commit({kind: "spool", at: this.now(), files, watermark, sources: booksOf(range)});
    await this.spool.release(watermark);
    return files.reduce((sum, {rows}) => sum + rows, 0);
  }

  async #write(dataset: DatasetName, records: object[], name: string): Promise<LakeFile[]> {
    this.#connection ??= await connectDuckDB();
    await createRecordTable(this.#connection, "batch", dataset, records);
    const time = datasets[dataset].time;
    const days = new Set(records.map((record) => dayOf((record as Record<string, number>)[time]!)));
    const files: LakeFile[] = [];
    for (const day of [...days].sort()) {
      const query = `SELECT * FROM batch WHERE ${identifier(time)}::DATE = '${day}'`;
      const path = `${dataset}/${day}/${name}.parquet`;
      files.push(await writeLakeFile(this.#connection, {lake: this.lake, dataset, path, query}));
    }
    await this.#connection.run("DROP TABLE batch");
    const written = files.reduce((sum, {rows}) => sum + rows, 0);
    if (written !== records.length) throw new Error(`lost rows of ${dataset}: wrote ${written} of ${records.length}`);
    return files;
  }

  close(): void {
    this.#connection?.closeSync();
    this.#connection = null;
  }
}

/** Records by where they go; a gap in the spool's numbers, which only damage makes, is kept among the rejects. */
function byDataset(range: SpoolRecord[], watermark: number): Map<DatasetName, object[]> {
  const groups = new Map<DatasetName, object[]>();
  const add = (dataset: DatasetName, records: object[]) => {
    const group = groups.get(dataset) ?? [];
    for (const record of records) group.push(record);
    if (group.length) groups.set(dataset, group);
  };
  let last = watermark;
  for (const {dataset, records, rejects = [], source, at, seq} of range) {
    if (seq !== last + 1) add("rejects", [lostRecords(last + 1, seq - 1, at)]);
    last = seq;
    add(dataset, records);
    add(
      "rejects",
      rejects.map((reject) => ({...reject, time: at, source, dataset}))
    );
  }
  return groups;
}

function lostRecords(first: number, last: number, time: number): Reject {
  const position = first === last ? `${first}` : `${first} to ${last}`;
  return {
    time,
    source: "spool",
    dataset: "",
    reason: "spool damaged: batches were accepted and are gone",
    position,
    raw: ""
  };
}

function booksOf(range: SpoolRecord[]): Record<string, SourceDelta> {
  const books: Record<string, SourceDelta> = {};
  for (const {source, cursor, read, records, rejects = [], dropped = 0} of range) {
    const before = books[source] ?? {read: 0, committed: 0, rejected: 0, dropped: 0};
    books[source] = {
      cursor,
      read: before.read + read,
      committed: before.committed + records.length,
      rejected: before.rejected + rejects.length,
      dropped: before.dropped + dropped
    };
  }
  return books;
}
