import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {join} from "node:path";
import {test} from "node:test";
import {pathToFileURL} from "node:url";
import {root} from "../support/root.ts";

/** Most bytes of heap while records come, wait a while as for the lake, and go, beside some that stay. */
function mostHeap(before: string): number {
  const script = `
    ${before}
    const records = (n) => Array.from({length: n}, (_, i) => ({time: i, series: "s" + Math.random()}));
    const alive = records(200_000);
    let [waiting, most] = [[], 0];
    for (let turn = 0; turn < 600; turn++) {
      waiting.push(records(2000));
      if (waiting.length > 20) waiting = [];
      most = Math.max(most, process.memoryUsage().heapUsed);
      await new Promise(setImmediate);
    }
    console.log(most, alive.length);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  return Number(execFileSync(process.execPath, args, {encoding: "utf8"}).split(" ")[0]);
}

test("keepHeapSmall() lets the heap grow by little beyond what is alive", () => {
  const module = pathToFileURL(join(root, "collector/keep-heap-small.ts")).href;
  const small = mostHeap(`(await import("${module}")).keepHeapSmall();`);
  const usual = mostHeap("");
  assert.ok(small < 0.75 * usual, `${small} against ${usual} bytes`);
});
