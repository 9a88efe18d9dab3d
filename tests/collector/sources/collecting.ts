import {keyedHash} from "../../../collector/secret.ts";
import type {Batch, Cursor, RejectedInput, Source, SourceContext} from "../../../collector/source.ts";

export const hash = keyedHash(Buffer.from("the key of the tests"));

export interface Collected {
  batches: Batch[];
  records: Record<string, unknown>[];
  rejects: RejectedInput[];
  dropped: number;
  /** As it comes back from the spool. */
  cursor: Cursor;
}

/** Runs a source as the collector does and stops it, by its signal, as soon as `enough` is true. */
export async function collectFrom(
  source: Source,
  enough: (collected: Collected) => boolean,
  given: Partial<SourceContext> = {}
): Promise<Collected> {
  const collected: Collected = {batches: [], records: [], rejects: [], dropped: 0, cursor: given.cursor ?? null};
  const controller = new AbortController();
  for await (const batch of source.read(contextOf(controller.signal, given))) {
    const records = [...batch.records] as object[] as Record<string, unknown>[];
    collected.batches.push({...batch, records: records as never[]}); // encoded ones would not stay
    collected.records.push(...records);
    collected.rejects.push(...(batch.rejects ?? []));
    collected.dropped += batch.dropped ?? 0;
    collected.cursor = JSON.parse(JSON.stringify(batch.cursor));
    if (enough(collected)) controller.abort();
  }
  return collected;
}

/** Enough when so many inputs have come, good or bad. */
export const inputs =
  (count: number) =>
  ({records, rejects}: Collected): boolean =>
    records.length + rejects.length >= count;

/** Runs a source that has nothing to give for a while. Throws when it gives something. */
export async function expectNothing(source: Source, given: Partial<SourceContext> = {}, ms = 400): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    for await (const batch of source.read(contextOf(controller.signal, given)))
      throw new Error(`expected nothing, got ${JSON.stringify(batch)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** A context with real effects for whatever is not given. */
export function contextOf(signal: AbortSignal, given: Partial<SourceContext> = {}): SourceContext {
  return {id: "tested", cursor: null, now: Date.now, hash, running: () => {}, silent: () => {}, ...given, signal};
}
