import {appendFileSync, existsSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Input} from "./input.ts";

const rotated = 6;

/** An access log of 1,000 lines a second, rotated by renaming every five seconds; six old ones are kept. */
export function log(folder: string): Input {
  const path = join(folder, "access.log");
  const at = (n: number) => (n === 0 ? path : `${path}.${n}`);
  writeFileSync(path, "");
  let made = 0;
  const rotate = () => {
    rmSync(at(rotated), {force: true});
    for (let n = rotated; n > 0; n--) if (existsSync(at(n - 1))) renameSync(at(n - 1), at(n));
    writeFileSync(path, "");
  };
  const line = () => `10.0.0.1 - - [21/Nov/2026:00:00:00 +0000] "GET /line/${++made} HTTP/1.1" 200 5 "-" "-"\n`;
  return {
    id: "log",
    source: {kind: "logfile", path, every: "100ms"},
    dataset: "events",
    put() {
      if (made % 5000 === 0 && made) rotate();
      appendFileSync(path, Array.from({length: 20}, line).join(""));
    },
    numbered: {numberOf: ({subject}) => Number(String(subject).split("/")[2]), made: () => made}
  };
}
