import {noteReads, withReads} from "./lake/reads.ts";
import type {Lake} from "./lake.ts";

/** A computation over a lake that is done once for each lake, however many payloads ask for it. */
export function once<T>(compute: (lake: Lake) => Promise<T>): (lake: Lake) => Promise<T> {
  const known = new WeakMap<Lake, ReturnType<typeof withReads<T>>>();
  return async (lake) => {
    const run = known.get(lake) ?? withReads(() => compute(lake));
    known.set(lake, run);
    const {result, reads} = await run;
    noteReads(reads);
    return result;
  };
}
