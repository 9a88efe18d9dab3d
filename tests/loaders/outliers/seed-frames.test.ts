import assert from "node:assert/strict";
import {test} from "node:test";
import {framed, seedsOf} from "../../../loaders/outliers/seed-frames.ts";
import {seedWalks, type WalkSeed} from "../../../loaders/outliers/seeded-walk.ts";

const minute = 60_000;
const now = Date.UTC(2026, 2, 1);

function seed(series: string, count: number): WalkSeed {
  const times = Float64Array.from({length: count}, (_, i) => now - (count - i) * minute);
  const none = {start: now, step: 10 * minute, values: new Float64Array()};
  const observed = {series, unit: "m³/h", min: 0, max: 50, offset: () => 0, criteria: [], tenMinutes: none};
  return seedWalks("meter", {...observed, times, values: times.map((_, i) => i % 7), expected: none}, now);
}

test("seedsOf() gives what framed() was given, one at a time", () => {
  const seeds = [seed("001.flow", 500), seed("Zähler \u0000 ☃", 0), seed("002.flow", 1)];
  const frames = Buffer.concat(seeds.map(framed));
  assert.deepEqual([...seedsOf(frames)], seeds);
  assert.deepEqual([...seedsOf(Buffer.alloc(0))], []);
  const cut = seedsOf(frames.subarray(0, -3));
  assert.deepEqual([cut.next().value, cut.next().value], seeds.slice(0, 2));
  assert.throws(() => cut.next());
});
