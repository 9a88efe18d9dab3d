import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";

/**
 * Frees what nothing refers to any more, again and again, until the returned function is called. V8 by itself lets a heap
 * grow to some twice its size before it looks at what has outlived the young generation; in a process that holds each
 * record until the lake is written, that is nearly all there ever was, and its memory rises for hours.
 *
 * @param every ms
 */
export function collectGarbage(every: number): () => void {
  setFlagsFromString("--expose-gc"); // for the context that follows; this one stays as it is
  const collect = runInNewContext("gc") as () => void;
  const timer = setInterval(collect, every);
  timer.unref();
  return () => clearInterval(timer);
}
