import assert from "node:assert/strict";
import {test} from "node:test";
import type {IndexedSnapshot} from "../../../src/components/snapshot-figures.js";
import {earlier, pairOf, unknownIn} from "../../../src/components/snapshot-pair.js";

const hour = 3_600_000;
const at = (hours: number): IndexedSnapshot => ({
  id: `id-${hours}`,
  builtAt: hours * hour,
  observedThrough: null,
  files: 1,
  bytes: 1,
  newBytes: 1,
  good: true,
  notes: [],
  served: true,
  figures: null
});
const snapshots = [100, 99, 80, 74, 10].map(at);
const ids = (search: string) => {
  const {a, b} = pairOf(snapshots, search);
  return [a.id, b.id];
};

test("pairOf() takes the newest and the one before it, unless the address says otherwise", () => {
  assert.deepEqual(ids(""), ["id-99", "id-100"]);
  assert.deepEqual(ids("?b=id-80"), ["id-74", "id-80"]);
  assert.deepEqual(ids("?a=id-10&b=id-74&range=7d"), ["id-10", "id-74"]);
  assert.deepEqual(ids("?a=id-100&b=id-10"), ["id-100", "id-10"]);
});

test("pairOf() gives the oldest beside itself, and skips what is no longer there", () => {
  assert.deepEqual(ids("?b=id-10"), ["id-10", "id-10"]);
  assert.deepEqual(ids("?a=id-1&b=id-2"), ["id-99", "id-100"]);
  assert.deepEqual(unknownIn(snapshots, "?a=id-1&b=id-99"), ["id-1"]);
});

test("earlier() finds the snapshot that lies closest to a span before, but not far beyond it", () => {
  const [newest] = snapshots as [IndexedSnapshot];
  assert.equal(earlier(snapshots, newest, 24 * hour)?.id, "id-74");
  assert.equal(earlier(snapshots, newest, 7 * 24 * hour), undefined);
  assert.equal(earlier(snapshots, newest, 30 * hour)?.id, undefined);
});
