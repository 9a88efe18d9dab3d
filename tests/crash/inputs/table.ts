import {appendFileSync, mkdirSync} from "node:fs";
import {join} from "node:path";
import type {Input} from "./input.ts";

const rowsOfFile = 2000;

/** Exports that grow by ten rows at a time; a new file is begun after 2,000. */
export function table(folder: string): Input {
  const exports = join(folder, "exports");
  mkdirSync(exports);
  let made = 0;
  return {
    id: "table",
    source: {
      kind: "csv",
      path: join(exports, "*.csv"),
      dataset: "readings",
      thing: "meter",
      columns: {time: "time"},
      values: {count: "count"},
      every: "100ms"
    },
    dataset: "readings",
    put() {
      const file = join(exports, `${String(Math.floor(made / rowsOfFile)).padStart(6, "0")}.csv`);
      const header = made % rowsOfFile === 0 ? "time,count\n" : "";
      const row = () => `${new Date(Date.UTC(2026, 10, 21) + ++made).toISOString()},${made}\n`;
      appendFileSync(file, header + Array.from({length: 10}, row).join(""));
    },
    numbered: {numberOf: ({value}) => Number(value), made: () => made}
  };
}
