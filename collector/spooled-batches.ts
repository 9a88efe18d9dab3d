import {readSpool} from "./spool.ts";

/** What a batch in the spool adds to its source's books. */
export interface SpooledBatch {
  seq: number;
  source: string;
  read: number;
  /** Records and rejects. */
  inputs: number;
  dropped: number;
  /** When the collector took it, ms UTC. */
  at: number;
}

/** What batches of one source add to its books, and when the last was taken. */
export type Spooled = Omit<SpooledBatch, "seq" | "source">;

/**
 * The batches that the spool's files hold, up to a sequence number. May be asked while a collector writes: whatever is
 * let go meanwhile is below the watermark of a catalog that is read afterwards.
 */
export async function spooledBatches(folder: string, through = Number.POSITIVE_INFINITY): Promise<SpooledBatch[]> {
  const batches: SpooledBatch[] = [];
  for await (const {seq, source, read, records, rejects = [], dropped = 0, at} of readSpool(folder)) {
    if (seq > through) break;
    batches.push({seq, source, read, inputs: records.length + rejects.length, dropped, at});
  }
  return batches;
}

/** Sums by source of the batches above a sequence number. */
export function spooledAfter(after: number, batches: SpooledBatch[]): Map<string, Spooled> {
  const sums = new Map<string, Spooled>();
  for (const {seq, source, read, inputs, dropped, at} of batches) {
    if (seq <= after) continue;
    const sum = sums.get(source) ?? {read: 0, inputs: 0, dropped: 0};
    sums.set(source, {read: sum.read + read, inputs: sum.inputs + inputs, dropped: sum.dropped + dropped, at});
  }
  return sums;
}
