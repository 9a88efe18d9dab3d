import {existsSync} from "node:fs";
import {join} from "node:path";
import {Catalog, type SourceRow} from "./catalog.ts";
import {spoolFolder} from "./folders.ts";
import {readSpool} from "./spool.ts";

export interface DatasetStatus {
  rows: number;
  files: number;
  bytes: number;
  /** ISO times of the first and the last record. */
  from: string;
  to: string;
}

export interface SourceStatus {
  /** Inputs accepted since the beginning; read = committed + rejected + spooled when the books balance. */
  read: number;
  committed: number;
  rejected: number;
  /** Accepted, not in the lake yet. */
  spooled: number;
  dropped: number;
  /** Seconds since its last batch; null before the first. */
  lag_s: number | null;
  state: string;
  message: string;
}

export interface LakeStatus {
  datasets: Record<string, DatasetStatus>;
  sources: Record<string, SourceStatus>;
  balanced: boolean;
}

/** What the lake holds and how every source's books stand; may be asked while a collector writes. */
export async function lakeStatus(data: string, {now = Date.now} = {}): Promise<LakeStatus> {
  if (!existsSync(join(data, "catalog.db"))) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  const catalog = new Catalog(data);
  try {
    const {sources, spooled} = await consistentBooks(catalog, data);
    const status = Object.fromEntries(sources.map((row) => [row.id, sourceStatus(row, spooled.get(row.id), now())]));
    const balanced = Object.values(status).every((s) => s.read === s.committed + s.rejected + s.spooled);
    return {datasets: datasetStatus(catalog), sources: status, balanced};
  } finally {
    catalog.close();
  }
}

interface Spooled {
  read: number;
  inputs: number;
  dropped: number;
  at: number;
}

/** Catalog and spool as of one instant: repeated when the lake moved on in between. */
async function consistentBooks(catalog: Catalog, data: string) {
  for (;;) {
    const {watermark, sources} = catalog.books();
    const spooled = new Map<string, Spooled>();
    for await (const {seq, source, read, records, rejects = [], dropped = 0, at} of readSpool(spoolFolder(data))) {
      if (seq <= watermark) continue;
      const before = spooled.get(source) ?? {read: 0, inputs: 0, dropped: 0};
      spooled.set(source, {
        read: before.read + read,
        inputs: before.inputs + records.length + rejects.length,
        dropped: before.dropped + dropped,
        at
      });
    }
    if (catalog.watermark() === watermark) return {sources, spooled};
  }
}

function sourceStatus(row: SourceRow, waiting: Spooled | undefined, now: number): SourceStatus {
  const lastReadAt = waiting?.at ?? row.lastReadAt;
  return {
    read: row.read + (waiting?.read ?? 0),
    committed: row.committed,
    rejected: row.rejected,
    spooled: waiting?.inputs ?? 0,
    dropped: row.dropped + (waiting?.dropped ?? 0),
    lag_s: lastReadAt === null ? null : Math.max(0, Math.round((now - lastReadAt) / 1000)),
    state: row.state,
    message: row.message
  };
}

function datasetStatus(catalog: Catalog): Record<string, DatasetStatus> {
  const bounds = new Map<string, {rows: number; files: number; bytes: number; from: number; to: number}>();
  for (const {dataset, rows, bytes, minTime, maxTime} of catalog.files()) {
    const before = bounds.get(dataset) ?? {rows: 0, files: 0, bytes: 0, from: minTime, to: maxTime};
    bounds.set(dataset, {
      rows: before.rows + rows,
      files: before.files + 1,
      bytes: before.bytes + bytes,
      from: Math.min(before.from, minTime),
      to: Math.max(before.to, maxTime)
    });
  }
  const iso = (time: number) => new Date(time).toISOString();
  return Object.fromEntries([...bounds].map(([name, b]) => [name, {...b, from: iso(b.from), to: iso(b.to)}]));
}
