import {existsSync} from "node:fs";
import {join} from "node:path";
import {lastBooksCheck, type SourceBooks} from "./books-check.ts";
import {Catalog, type SourceRow} from "./catalog.ts";
import {spoolFolder} from "./folders.ts";
import {type Spooled, spooledAfter, spooledBatches} from "./spooled-batches.ts";

export interface DatasetStatus {
  rows: number;
  files: number;
  bytes: number;
  /** ISO times of the first and the last record. */
  from: string;
  to: string;
}

/** Books of a source; read = committed + rejected + spooled when they balance. */
export interface SourceStatus extends Omit<SourceBooks, "missing"> {
  /** Seconds since its last batch; null before the first. */
  lag_s: number | null;
  state: string;
  message: string;
}

export interface LakeStatus {
  datasets: Record<string, DatasetStatus>;
  sources: Record<string, SourceStatus>;
  balanced: boolean;
  /** ISO time of a running collector's last check of the books; null before the first. */
  checked: string | null;
}

/** What the lake holds and how every source's books stand; may be asked while a collector writes. */
export async function lakeStatus(data: string, {now = Date.now} = {}): Promise<LakeStatus> {
  if (!existsSync(join(data, "catalog.db"))) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  const catalog = new Catalog(data);
  try {
    const batches = await spooledBatches(spoolFolder(data));
    const {watermark, sources} = catalog.books();
    const spooled = spooledAfter(watermark, batches);
    const check = lastBooksCheck(catalog);
    const status = sources.map((row) => {
      const missing = check?.sources[row.id]?.missing ?? 0;
      return [row.id, sourceStatus(row, spooled.get(row.id), missing, now())] as const;
    });
    const balanced = status.every(([, s]) => s.read === s.committed + s.rejected + s.spooled);
    const checked = check && new Date(check.at).toISOString();
    return {datasets: datasetStatus(catalog), sources: Object.fromEntries(status), balanced, checked};
  } finally {
    catalog.close();
  }
}

/** @param missing what the collector accepted and could not find again at its last check */
function sourceStatus(row: SourceRow, waiting: Spooled | undefined, missing: number, now: number): SourceStatus {
  const lastReadAt = waiting?.at ?? row.lastReadAt;
  return {
    read: row.read + (waiting?.read ?? 0) + missing,
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
