import type {Lake} from "./lake.ts";

/** A computation over a lake that is done once for each lake, however many payloads ask for it. */
export function once<T>(compute: (lake: Lake) => Promise<T>): (lake: Lake) => Promise<T> {
  const known = new WeakMap<Lake, Promise<T>>();
  return (lake) => {
    const result = known.get(lake) ?? compute(lake);
    known.set(lake, result);
    return result;
  };
}
