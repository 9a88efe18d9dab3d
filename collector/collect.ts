import type {Catalog, SourceState} from "./catalog.ts";
import {checkBatch} from "./check-batch.ts";
import type {ConfiguredSource} from "./config.ts";
import {type Batch, type Cursor, pause} from "./source.ts";
import type {Spool} from "./spool.ts";

export interface Accepted {
  source: string;
  seq: number;
  batch: Batch;
}

export interface CollectOptions {
  sources: ConfiguredSource[];
  spool: Spool;
  catalog: Catalog;
  hash: (value: string) => string;
  signal: AbortSignal;
  say: (line: string) => void;
  /** Called after a batch is on disk. */
  onAccepted?: (accepted: Accepted) => void;
}

/** A source that was away is started again after 1 s, then ever later, up to this. */
const longestBackoff = 30_000;

/**
 * Runs every source until the signal aborts. A source that throws is away: the rest goes on, its state says why, and it
 * is started again by itself from its last accepted cursor.
 */
export async function collect(options: CollectOptions, {now = Date.now, random = Math.random} = {}): Promise<void> {
  const cursors = await acceptedCursors(options.spool, options.catalog);
  await Promise.all(
    options.sources.map((source) => runSource(source, cursors.get(source.id) ?? null, options, {now, random}))
  );
}

/** Where each source stands: the last cursor accepted, in the spool or else in the lake. */
async function acceptedCursors(spool: Spool, catalog: Catalog): Promise<Map<string, Cursor>> {
  const cursors = new Map<string, Cursor>(catalog.sources().map(({id, cursor}) => [id, cursor]));
  for await (const {source, cursor} of spool.read(catalog.watermark())) cursors.set(source, cursor);
  return cursors;
}

async function runSource(
  {id, source}: ConfiguredSource,
  start: Cursor,
  {spool, catalog, hash, signal, say, onAccepted}: CollectOptions,
  {now, random}: {now: () => number; random: () => number}
): Promise<void> {
  let cursor = start;
  let failures = 0;
  let current = "";
  let recorded = true;
  const setState = (state: SourceState, message: string) => {
    const next = `${state} ${message}`;
    if (next !== current) {
      if (state === "away" || current.startsWith("away")) say(`${id}: ${state}${message && `: ${message}`}`);
      current = next;
      recorded = false;
    }
    if (!recorded) recorded = record(state, message);
  };
  const record = (state: SourceState, message: string) => {
    try {
      catalog.setState(id, state, message, now());
      return true;
    } catch {
      return false; // a full disk: collecting matters more, and the next occasion writes it down
    }
  };
  setState("starting", "");
  while (!signal.aborted) {
    try {
      const context = {id, cursor, signal, now, hash, running: (message: string) => setState("running", message)};
      for await (const batch of source.read(context)) {
        checkBatch(batch);
        const seq = await appendUntilAccepted(batch);
        if (seq === null) break;
        cursor = batch.cursor;
        failures = 0;
        if (!current.startsWith("running")) setState("running", "");
        onAccepted?.({source: id, seq, batch});
      }
      if (!signal.aborted) throw new Error("ended by itself");
    } catch (error) {
      if (signal.aborted) break;
      failures += 1;
      setState("away", (error as Error).message);
      await pause(Math.min(longestBackoff, 1000 * 2 ** (failures - 1)) * (0.75 + random() / 2), signal);
    }
  }
  setState("stopped", "");

  /** Null when the collector stops first: then the batch was not accepted, and the source will bring it again. */
  async function appendUntilAccepted(batch: Batch): Promise<number | null> {
    do {
      try {
        return await spool.append({...batch, source: id, at: now()});
      } catch (error) {
        setState("away", `cannot accept: ${(error as Error).message}`);
        await pause(1000, signal);
      }
    } while (!signal.aborted);
    return null;
  }
}
