import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import type {DatasetName, Reject} from "../data/schema.ts";
import type {Catalog, LakeFile, SourceDelta} from "./catalog.ts";
import {connectDuckDB} from "./duckdb.ts";
import {makeFolder} from "./durable.ts";
import {EncodedRecords} from "./encoded-records.ts";
import {type DraftFile, removeDraft, settleFile, temporaryFolder} from "./lake-file.ts";
import {removeLeftLoads} from "./load-records.ts";
import {ReadMemory} from "./read-memory.ts";
import type {Spool} from "./spool.ts";
import type {StoredRecord} from "./spool-record.ts";
import {draftDays} from "./write-days.ts";

/** Encoded records converted at once, bytes: bounds memory, not correctness. */
const bytesPerCommit = 8 * 2 ** 20;

/** Moves what the spool holds into Parquet files and the catalog, a range of sequence numbers at a time. */
export class LakeWriter {
  #connection: DuckDBConnection | null = null;
  #conversions = 0;
  #running: Promise<number> | null = null;

  constructor(
    private readonly lake: string,
    private readonly spool: Spool,
    private readonly catalog: Catalog,
    private readonly now: () => number = Date.now,
    /** DuckDB keeps a few kB of every conversion for good: after so many, a new one takes over. */
    private readonly conversionsPerDuckDB = 500
  ) {}

  /** Removes what a crash left behind: half-written files, and files whose commit never happened. */
  async recover(): Promise<void> {
    await makeFolder(this.lake);
    await removeLeftLoads(temporaryFolder(this.lake));
    const known = this.catalog.knownPaths();
    const found = await readdir(this.lake, {recursive: true, withFileTypes: true});
    for (const entry of found) {
      const path = join(entry.parentPath, entry.name).slice(this.lake.length + 1);
      if (/(spool|merge|replay)-[^/]*\.parquet$/.test(path) && !known.has(path)) await rm(join(this.lake, path));
    }
  }

  /**
   * Commits everything accepted so far, or so many ranges of it (some 8 MB each). Calls during a flush share it. Returns
   * the number of records committed.
   */
  flush({ranges = Number.POSITIVE_INFINITY} = {}): Promise<number> {
    this.#running ??= this.#flush(ranges).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Makes one range durable while the next is converted. */
  async #flush(ranges: number): Promise<number> {
    const end = this.spool.lastSeq; // what comes meanwhile is left for the next flush, or this one might never end
    const memory = new ReadMemory();
    let converted = this.catalog.watermark();
    let committing = Promise.resolve(0);
    let total = 0;
    try {
      for (let done = 0; converted < end && done < ranges; done++) {
        memory.clear();
        const range = await this.#nextRange(converted, memory);
        if (range.length === 0) break;
        const drafts = await this.#convert(range, converted);
        total += await committing.catch((error) => removed(drafts, error));
        converted = range.at(-1)!.seq;
        committing = this.#commit(range, drafts);
        committing.catch(() => {}); // is thrown where it is waited for
      }
      return total + (await committing);
    } finally {
      await committing.catch(() => {}); // nothing goes on after a flush
    }
  }

  async #nextRange(after: number, memory: ReadMemory): Promise<StoredRecord[]> {
    const range: StoredRecord[] = [];
    let bytes = 0;
    for await (const record of this.spool.read(after, memory)) {
      range.push(record);
      bytes += record.bytes;
      if (bytes >= bytesPerCommit) break;
    }
    return range;
  }

  async #convert(range: StoredRecord[], after: number): Promise<DraftFile[]> {
    const connection = await this.#connect();
    const name = `spool-${range[0]!.seq}-${range.at(-1)!.seq}`;
    const drafts: DraftFile[] = [];
    for (const [dataset, records] of byDataset(range, after)) {
      const options = {lake: this.lake, dataset, records, name};
      drafts.push(...(await draftDays(connection, options).catch((error) => removed(drafts, error))));
    }
    return drafts;
  }

  async #connect(): Promise<DuckDBConnection> {
    if (this.#conversions++ % this.conversionsPerDuckDB === 0) this.close();
    this.#connection ??= await connectDuckDB({memory: "128MB"});
    return this.#connection;
  }

  async #commit(range: StoredRecord[], drafts: DraftFile[]): Promise<number> {
    const watermark = range.at(-1)!.seq;
    const files: LakeFile[] = [];
    for (const draft of drafts) files.push(await settleFile(this.lake, draft).catch((error) => removed(drafts, error)));
    this.catalog.commit({kind: "spool", at: this.now(), files, watermark, sources: booksOf(range)});
    await this.spool.release(watermark);
    return files.reduce((sum, {rows}) => sum + rows, 0);
  }

  close(): void {
    this.#connection?.closeSync();
    this.#connection = null;
  }
}

/** Throws the error, after the drafts that are of no use by it are gone. */
async function removed(drafts: DraftFile[], error: Error): Promise<never> {
  await Promise.all(drafts.map(removeDraft));
  throw error;
}

/** Records by where they go; a gap in the spool's numbers, which only damage makes, is kept among the rejects. */
function byDataset(range: StoredRecord[], watermark: number): Map<DatasetName, EncodedRecords[]> {
  const groups = new Map<DatasetName, EncodedRecords[]>();
  const add = (dataset: DatasetName, records: EncodedRecords) => {
    const group = groups.get(dataset);
    if (group) group.push(records);
    else groups.set(dataset, [records]);
  };
  const rejected: Reject[] = [];
  let last = watermark;
  for (const {dataset, records, rejects = [], source, at, seq} of range) {
    if (seq !== last + 1) rejected.push(lostRecords(last + 1, seq - 1, at));
    last = seq;
    for (const reject of rejects) rejected.push({...reject, time: at, source, dataset});
    if (records.length) add(dataset, records);
  }
  if (rejected.length) add("rejects", EncodedRecords.of(rejected));
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

function booksOf(range: StoredRecord[]): Record<string, SourceDelta> {
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
