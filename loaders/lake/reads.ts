import {AsyncLocalStorage} from "node:async_hooks";

/** What a computation has looked at besides its code: by name, the state in which it was. */
export type Reads = Record<string, string>;

const recording = new AsyncLocalStorage<Reads>();

/** Tells whoever records what this computation reads that it has read something in a state. */
export function noteRead(name: string, state: () => string): void {
  const reads = recording.getStore();
  if (reads) reads[name] ??= state();
}

/** Runs a computation and tells what it has read. */
export async function withReads<T>(work: () => Promise<T>): Promise<{result: T; reads: Reads}> {
  const reads: Reads = {};
  const result = await recording.run(reads, work);
  return {result, reads};
}

/** Tells that a computation rests on one that was recorded before. */
export function noteReads(reads: Reads): void {
  for (const [name, state] of Object.entries(reads)) noteRead(name, () => state);
}
