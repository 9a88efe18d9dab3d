import assert from "node:assert/strict";
import {test} from "node:test";
import {licenceTiles} from "../../../loaders/licences/licence-tiles.ts";
import {type LicenceVersion, licenceTrend} from "../../../loaders/licences/licence-trend.ts";

const version = (observedAt: number, id: string, change: Partial<LicenceVersion> = {}): LicenceVersion => ({
  observedAt,
  source: "licences",
  id,
  holder: "ann",
  resources: ["m1"],
  banned: false,
  deleted: false,
  ...change
});

test("licenceTrend() counts the licences as they stood at each instant", () => {
  const versions = [
    version(10, "a", {resources: ["m1", "m2"]}),
    version(20, "b"),
    version(30, "c", {holder: "bob", banned: true, resources: ["m2", "m3"]}),
    version(40, "a", {deleted: true}),
    version(40, "b", {resources: []})
  ];
  assert.deepEqual(licenceTrend(versions, [5, 10, 30, 50]), [
    null,
    {licences: 1, customers: 1, sold: 2, assigned: 2, banned: 0},
    {licences: 3, customers: 2, sold: 5, assigned: 3, banned: 1},
    {licences: 2, customers: 2, sold: 2, assigned: 2, banned: 1}
  ]);
});

test("licenceTrend() tells equal ids of two sources apart, and holders that nobody named are no customers", () => {
  const versions = [version(1, "a", {holder: null}), version(2, "a", {source: "other", holder: null})];
  assert.deepEqual(licenceTrend(versions, [3]), [{licences: 2, customers: 0, sold: 2, assigned: 1, banned: 0}]);
});

test("licenceTiles() compare with 30 days ago where that is known", () => {
  const counts = licenceTrend(
    [version(31, "a"), version(85, "b")],
    Array.from({length: 91}, (_, i) => i)
  );
  const tiles = licenceTiles(counts, {resources: counts.map(() => 7), dummies: []});
  const of = (id: string) => tiles.find((tile) => tile.id === id)!;
  assert.deepEqual([of("licences").value, of("licences").delta30], [2, 1]);
  assert.deepEqual([of("resources").value, of("resources").delta30], [7, 0]);
  assert.deepEqual([of("dummies").value, of("dummies").delta30], [null, null]);
  assert.equal(licenceTiles(counts.slice(20, 51), {resources: [], dummies: []})[0]!.delta30, null);
});
