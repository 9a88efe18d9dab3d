import assert from "node:assert/strict";
import {test} from "node:test";
import {fileSizes} from "../../../loaders/quality/file-sizes.ts";

const day = 86_400_000;
const edges = [0, day, 2 * day, 3 * day];
const file = (bytes: number, minTime: number, maxTime: number) =>
  ({dataset: "readings", rows: 1, bytes, minTime, maxTime}) as const;

test("fileSizes() counts files by size, empty classes between them included", () => {
  const {files, bytes, classes} = fileSizes([file(5000, 0, 1), file(6000, 0, 1), file(100_000, 0, 1)], edges);
  assert.deepEqual([files, bytes], [3, 111_000]);
  assert.deepEqual(classes, [
    {least: 4096, below: 16_384, files: 2, bytes: 11_000},
    {least: 16_384, below: 65_536, files: 0, bytes: 0},
    {least: 65_536, below: 262_144, files: 1, bytes: 100_000}
  ]);
  assert.deepEqual(fileSizes([file(2 ** 30, 0, 1)], edges).classes, [
    {least: 2 ** 24, below: null, files: 1, bytes: 2 ** 30}
  ]);
});

test("fileSizes() gives each day its share of a file that spans several", () => {
  const {days} = fileSizes([file(300, 0, 3 * day - 1), file(80, 1.5 * day, 1.5 * day), file(40, -day, day - 1)], edges);
  assert.deepEqual(days, [
    {time: 0, bytes: 120},
    {time: day, bytes: 180},
    {time: 2 * day, bytes: 100}
  ]);
});
