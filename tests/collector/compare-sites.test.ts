import assert from "node:assert/strict";
import {test} from "node:test";
import {compareSites} from "../../collector/compare-sites.ts";
import type {SnapshotFile} from "../../collector/snapshots.ts";

const site = (files: Record<string, [content: string, bytes: number, gzip?: number]>) => ({
  files: Object.fromEntries(
    Object.entries(files).map(([path, [sha256, bytes, gzip]]): [string, SnapshotFile] => [path, {sha256, bytes, gzip}])
  )
});

test("compareSites() tells names apart from the hashes in them, and content from names", () => {
  const before = site({
    "index.html": ["one", 10],
    "old.html": ["old", 5],
    "_file/data/sensors.0000aaaa.json": ["first", 100, 20],
    "_import/chart.11112222.js": ["chart", 1000]
  });
  const after = site({
    "index.html": ["one", 10],
    "moved.html": ["old", 5],
    "_file/data/sensors.ffff0000.json": ["second", 110, 22],
    "_import/chart.11112222.js": ["chart", 1000]
  });
  assert.deepEqual(compareSites(before, after), {
    changed: ["_file/data/sensors.json"],
    added: ["moved.html"],
    removed: ["old.html"],
    shared: {files: 3, bytes: 1015},
    new: {files: 1, bytes: 132}
  });
});
