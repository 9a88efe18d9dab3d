import {mkdirSync} from "node:fs";
import {join} from "node:path";
import type {Input} from "./input.ts";

const put = () => {}; // it never rests

export const machine = (): Input => ({
  id: "machine",
  source: {kind: "system", every: "100ms"},
  dataset: "readings",
  put
});

export function folders(folder: string): Input {
  mkdirSync(join(folder, "resources", "one"), {recursive: true});
  const source = {kind: "directory", every: "100ms", folders: {resources: join(folder, "resources")}};
  return {id: "folders", source, dataset: "readings", put};
}
