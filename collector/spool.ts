import {join} from "node:path";
import type {ReadMemory} from "./read-memory.ts";
import type {Cursor} from "./source.ts";
import {diskFiles, type SpoolFile, type SpoolFiles} from "./spool-files.ts";
import {encodeRecord, type Located, locateRecord, type SpoolRecord, type StoredRecord} from "./spool-record.ts";

interface Segment {
  path: string;
  /** Sequence number of its first record; also its name. */
  first: number;
  /** Bytes that hold whole, durable records. */
  bytes: number;
}

interface Waiting {
  record: Omit<SpoolRecord, "seq">;
  resolve: (seq: number) => void;
  reject: (error: Error) => void;
}

export interface SpoolOptions {
  /** A segment that has reached this size is followed by a new one. */
  segmentBytes?: number;
  /** At this size appends wait until the lake has caught up. */
  maxBytes?: number;
  /** The last sequence number that the lake holds. */
  watermark?: number;
}

/**
 * Where batches are accepted: append-only segment files, named by their first sequence number. An append resolves when
 * its record is synced; appends that arrive during a sync share the next one (group commit). One process writes.
 */
export class Spool {
  #file: SpoolFile | null = null;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | null = null;
  #room: (() => void)[] = [];
  #closed = false;

  private constructor(
    readonly folder: string,
    private readonly segments: Segment[],
    /** The last durable sequence number. */
    public lastSeq: number,
    /** Where each source stood when the spool was opened: the cursor of its last record above the watermark. */
    readonly cursors: ReadonlyMap<string, Cursor>,
    private readonly options: {segmentBytes: number; maxBytes: number},
    private readonly files: SpoolFiles
  ) {}

  /** Opens a spool and finds the end of what is durable; a torn tail is left behind and never read. */
  static async open(
    folder: string,
    {segmentBytes = 8 * 2 ** 20, maxBytes = 512 * 2 ** 20, watermark = 0}: SpoolOptions = {},
    {files = diskFiles} = {}
  ): Promise<Spool> {
    await files.makeFolder(folder);
    const {segments, lastSeq, cursors} = await scan(folder, watermark, files);
    return new Spool(folder, segments, Math.max(lastSeq, watermark), cursors, {segmentBytes, maxBytes}, files);
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /**
   * Accepts a batch: resolves with its sequence number once it is on disk. Rejects when it could not be written; then
   * nothing of it was accepted and the same batch may be appended again.
   */
  async append(record: Omit<SpoolRecord, "seq">): Promise<number> {
    while (!this.#closed && this.bytes >= this.options.maxBytes)
      await new Promise<void>((resolve) => this.#room.push(resolve));
    if (this.#closed) throw new Error("spool is closed");
    return new Promise((resolve, reject) => {
      this.#waiting.push({record, resolve, reject});
      this.#committing ??= this.#commitAll().finally(() => {
        this.#committing = null;
      });
    });
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length) {
      const group = this.#waiting.splice(0);
      try {
        const first = this.lastSeq + 1;
        await this.#write(
          group.flatMap(({record}, i) => encodeRecord({...record, seq: first + i})),
          first
        );
        this.lastSeq += group.length;
        group.forEach(({resolve}, i) => {
          resolve(first + i);
        });
      } catch (error) {
        await this.#abandonSegment();
        for (const {reject} of group) reject(error as Error);
      }
    }
  }

  async #write(parts: Buffer[], first: number): Promise<void> {
    const current = this.segments.at(-1);
    if (!this.#file || !current || current.bytes >= this.options.segmentBytes) await this.#startSegment(first);
    const segment = this.segments.at(-1)!;
    await this.#file!.write(parts, segment.bytes);
    await this.#file!.sync();
    segment.bytes += parts.reduce((sum, {length}) => sum + length, 0);
  }

  async #startSegment(first: number): Promise<void> {
    await this.#file?.close();
    this.#file = null;
    const path = join(this.folder, `${String(first).padStart(15, "0")}.seg`);
    this.#file = await this.files.create(path);
    await this.files.syncFolder(this.folder);
    if (this.segments.at(-1)?.path !== path) this.segments.push({path, first, bytes: 0});
  }

  /**
   * After a failed write the state of the file's tail is unknown, so nothing is appended behind it. The next record goes
   * to a new segment, whose name tells readers where this one ends even if the failed records did reach the disk.
   */
  async #abandonSegment(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => {});
  }

  /** Durable records after `seq`, in order. They share the memory, if that is given. */
  async *read(seq: number, memory?: ReadMemory): AsyncGenerator<StoredRecord> {
    const end = this.lastSeq;
    const from = this.segments.findLastIndex(({first}) => first <= seq + 1);
    for await (const record of recordsOf(this.segments.slice(Math.max(0, from)), this.files, memory)) {
      if (record.seq > end) return;
      if (record.seq > seq) yield record.read();
    }
  }

  /** Lets go of segments whose every record is at or below the watermark. */
  async release(watermark: number): Promise<void> {
    try {
      while (this.segments.length) {
        const [segment, next] = this.segments;
        const last = next ? next.first - 1 : this.lastSeq;
        if (last > watermark || (!next && this.#committing)) break;
        if (!next) await this.#abandonSegment();
        this.segments.shift();
        await this.files.remove(segment!.path);
      }
    } finally {
      for (const resume of this.#room.splice(0)) resume();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const resume of this.#room.splice(0)) resume();
    await this.#committing;
    await this.#file?.close();
    this.#file = null;
  }
}

/** The durable records of a spool folder that another process may be writing to. */
export async function* readSpool(folder: string, {files = diskFiles} = {}): AsyncGenerator<StoredRecord> {
  for await (const record of recordsOf(await listSegments(folder, files), files)) yield record.read();
}

async function listSegments(folder: string, files: SpoolFiles): Promise<Segment[]> {
  const names = await files.list(folder);
  return names
    .filter((name) => name.endsWith(".seg"))
    .sort()
    .map((name) => ({path: join(folder, name), first: Number.parseInt(name, 10), bytes: 0}));
}

/** Measures what is durable. Bodies are checked but not parsed, so that even a full spool opens in about a second. */
async function scan(folder: string, watermark: number, files: SpoolFiles) {
  const segments = await listSegments(folder, files);
  const cursors = new Map<string, Cursor>();
  let lastSeq = 0;
  for (const [i, segment] of segments.entries()) {
    const newest = new Map<string, Located>();
    for (const record of wholeRecords(await files.read(segment.path), segments[i + 1]?.first)) {
      lastSeq = record.seq;
      segment.bytes = record.end;
      if (record.seq > watermark) newest.set(record.source, record);
    }
    for (const [source, record] of newest) cursors.set(source, record.read().cursor);
  }
  return {segments, lastSeq, cursors};
}

async function* recordsOf(segments: Segment[], files: SpoolFiles, memory?: ReadMemory): AsyncGenerator<Located> {
  for (const [i, segment] of segments.entries()) {
    const bytes = await files
      .read(segment.path, memory && ((size) => memory.take(size)))
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return Buffer.alloc(0); // released meanwhile: the lake has it
        throw error;
      });
    yield* wholeRecords(bytes, segments[i + 1]?.first);
  }
}

/** Whole records up to damage, or to the record that the next segment starts with. */
function* wholeRecords(bytes: Buffer, nextFirst = Number.POSITIVE_INFINITY): Generator<Located> {
  let offset = 0;
  for (;;) {
    const record = locateRecord(bytes, offset);
    if (!record || record.seq >= nextFirst) return;
    yield record;
    offset = record.end;
  }
}
