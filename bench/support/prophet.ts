import {readFileSync} from "node:fs";
import {initSync, Prophet} from "@bsull/augurs/prophet";
import {optimizer} from "@bsull/augurs-prophet-wasmstan";

initSync({module: readFileSync(new URL("prophet_bg.wasm", import.meta.resolve("@bsull/augurs/prophet")))});

/**
 * What Prophet, as it comes, says of the next values of a series.
 *
 * @param times ms UTC; values may be NaN where they are missing
 */
export function prophet(times: number[], values: number[], ahead: number[]): number[] {
  const known = times.flatMap((time, i) => (Number.isFinite(values[i]) ? {ds: time / 1000, y: values[i]!} : []));
  const model = new Prophet({optimizer});
  try {
    model.fit({ds: known.map(({ds}) => ds), y: known.map(({y}) => y)});
    return Array.from(model.predict({ds: ahead.map((time) => time / 1000)}).yhat.point);
  } finally {
    model.free();
  }
}
