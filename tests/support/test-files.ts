import {readdirSync} from "node:fs";
import {join, relative} from "node:path";
import {root} from "./root.ts";

/** Folders of tests that want both cores: they run after the others, one at a time. */
const alone = ["tests/browser/", "tests/crash/", "tests/loop/"];

export interface TestFiles {
  together: string[];
  alone: string[];
}

/** The test files whose path contains one of the filters (all, without filters), relative to the checkout, sorted. */
export function testFiles(filters: string[] = [], {folder = root} = {}): TestFiles {
  const wanted = filters.map((filter) => filter.replace(/^\.\//, ""));
  const files = readdirSync(join(folder, "tests"), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !wanted.length || wanted.some((filter) => file.includes(filter)))
    .sort();
  const isAlone = (file: string) => alone.some((start) => file.startsWith(start));
  return {together: files.filter((file) => !isAlone(file)), alone: files.filter(isAlone)};
}
