import type {Catalog, SourceState} from "./catalog.ts";
import {checkBatch} from "./check-batch.ts";
import type {ConfiguredSource} from "./config.ts";
import type {Reconnect, Silence} from "./events.ts";
import {Away, type Batch, type Cursor, pause} from "./source.ts";
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
  onSilence?: (silence: Silence) => void;
  onReconnect?: (reconnect: Reconnect) => void;
}

/** A source that was away is started again after 1 s, then ever later, up to this. */
const longestBackoff = 30_000;
/** A source that can see its input return is asked this often, ms. */
const lookEvery = 200;

/**
 * Runs every source until the signal aborts. A source that throws is away: the rest goes on, its state says why, and it
 * is started again by itself from its last accepted cursor.
 */
export async function collect(options: CollectOptions, {now = Date.now, random = Math.random} = {}): Promise<void> {
  const {spool, catalog} = options;
  const committed = catalog.sources().map(({id, cursor}) => [id, cursor] as const);
  const cursors = new Map<string, Cursor>([...committed, ...spool.cursors]);
  await Promise.all(
    options.sources.map((source) => runSource(source, cursors.get(source.id) ?? null, options, {now, random}))
  );
}

async function runSource(
  {id, source}: ConfiguredSource,
  start: Cursor,
  {spool, catalog, hash, signal, say, onAccepted, onSilence, onReconnect}: CollectOptions,
  {now, random}: {now: () => number; random: () => number}
): Promise<void> {
  let cursor = start;
  let failures = 0;
  let awaySince: number | null = null;
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
  const running = (message: string) => {
    setState("running", message);
    if (awaySince !== null) onReconnect?.({source: id, awaySince});
    awaySince = null;
  };
  const silent = (since: number) => onSilence?.({source: id, since});
  setState("starting", "");
  while (!signal.aborted) {
    try {
      const context = {id, cursor, signal, now, hash, running, silent};
      const batches = source.read(context);
      for await (const batch of source.readsAhead ? ahead(batches) : batches) {
        checkBatch(batch);
        const seq = await appendUntilAccepted(batch);
        if (seq === null) break;
        cursor = batch.cursor;
        failures = 0;
        if (!current.startsWith("running")) running("");
        onAccepted?.({source: id, seq, batch});
      }
      if (!signal.aborted) throw new Error("ended by itself");
    } catch (error) {
      if (signal.aborted) break;
      awaySince ??= now();
      setState("away", (error as Error).message);
      const backoff = Math.min(longestBackoff, 1000 * 2 ** failures) * (0.75 + random() / 2);
      failures = (await returned(error, backoff, signal)) ? 0 : failures + 1;
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

/** The same items, the next one made while the last is dealt with. */
async function* ahead<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (let item = await next; !item.done; item = await next) {
      next = iterator.next();
      next.catch(() => {}); // is thrown when its turn has come
      yield item.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Waits out the backoff, or until a source that can see its input says that it is back; tells whether that was so. */
async function returned(error: unknown, backoff: number, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + backoff;
  for (;;) {
    const left = end - performance.now();
    if (left <= 0 || signal.aborted) return false;
    await pause(error instanceof Away ? Math.min(lookEvery, left) : left, signal);
    if (error instanceof Away && error.isBack()) return true;
  }
}
