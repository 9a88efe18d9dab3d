import {appendFileSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {TestContext} from "node:test";
import {csv} from "../../../../collector/sources/csv.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import type {Collected} from "../collecting.ts";

export const start = Date.UTC(2024, 6, 9);
export const stamp = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
export const create = (options: object) => csv.create(csv.options.parse({every: "100ms", ...options}), "/");
export const wide = {dataset: "readings", columns: {time: "time"}, thing: "plant", values: {flow: "q"}};
export const long = {dataset: "readings", columns: {time: "time", series: "series", value: "value"}};
export const calls = {
  dataset: "events",
  eventKind: "call",
  columns: {time: "time", subject: "what", actor: "who", status: "state", durationMs: "ms", bytes: "size"}
};
export const values = ({records}: Collected) => records.map(({value}) => value);
export const subjects = ({records}: Collected) => records.map(({subject}) => subject);
export const reasons = ({rejects}: Collected) => rejects.map(({reason}) => reason);

/** A folder `exports` and a source that reads it. */
export function rig(t: TestContext, options: object = wide) {
  const folder = join(temporaryFolder(t), "exports");
  mkdirSync(folder);
  const at = (name: string) => join(folder, name);
  const source = create({path: at("*.csv"), ...options});
  const write = (name: string, content: string | Buffer) => writeFileSync(at(name), content);
  const append = (name: string, content: string) => appendFileSync(at(name), content);
  return {folder, at, source, write, append};
}

/** Rows of a wide file whose values are those numbers. */
export const rows = (...numbers: number[]): string => numbers.map((n) => `${stamp(n)},${n}\n`).join("");
