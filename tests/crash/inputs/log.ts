import {appendFileSync, existsSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Input} from "./input.ts";

/** More than are made: a collector that is killed all the time may fall far behind. */
const rotated = 999;

/**
 * An access log of 1,000 lines a second, rotated by renaming every five seconds; all old ones are kept. The first
 * rotation waits until a line was accepted: what was rotated before a collector knows a log is not its to read.
 */
export function log(folder: string): Input {
  const path = join(folder, "access.log");
  const at = (n: number) => (n === 0 ? path : `${path}.${n}`);
  writeFileSync(path, "");
  let made = 0;
  let isKnown = false;
  const rotate = () => {
    let last = 0;
    while (last < rotated && existsSync(at(last))) last++;
    for (let n = last; n > 0; n--) renameSync(at(n - 1), at(n));
    writeFileSync(path, "");
  };
  const line = () => `10.0.0.1 - - [21/Nov/2026:00:00:00 +0000] "GET /line/${++made} HTTP/1.1" 200 5 "-" "-"\n`;
  return {
    id: "log",
    source: {kind: "logfile", path, every: "100ms"},
    dataset: "events",
    put() {
      if (made % 5000 === 0 && isKnown) rotate();
      appendFileSync(path, Array.from({length: 20}, line).join(""));
    },
    accepted() {
      isKnown = true;
    },
    numbered: {numberOf: ({subject}) => Number(String(subject).split("/")[2]), made: () => made}
  };
}
