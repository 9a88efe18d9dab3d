import assert from "node:assert/strict";
import {test} from "node:test";
import {seedWalks, type WalkSeed} from "../../../loaders/outliers/seeded-walk.ts";
import {framed, seedsOf} from "../../../loaders/water/seed-frames.ts";

const minute = 60_000;
const now = Date.UTC(2026, 2, 1);

function seed(series: string, count: number): WalkSeed {
  const times = Float64Array.from({length: count}, (_, i) => now - (count - i) * minute);
  const none = {start: now, step: 10 * minute, values: new Float64Array()};
  const observed = {series, unit: "m³/h", min: 0, max: 50, offset: () => 0, criteria: [], tenMinutes: none};
  return seedWalks("meter", {...observed, times, values: times.map((_, i) => i % 7), expected: none}, now);
}

test("seedsOf() gives what framed() was given, one at a time", () => {
  const named = Array.from({length: 17}, (_, i) => seed("x".repeat(i), i)); // numbers begin at any byte of a frame
  const seeds = [seed("001/flow", 500), seed("Zähler \u0000 ☃", 0), ...named];
  const frames = Buffer.concat(seeds.map(framed));
  assert.deepEqual([...seedsOf(frames)], seeds);
  assert.deepEqual([...seedsOf(Buffer.alloc(0))], []);
  const cut: WalkSeed[] = [];
  assert.throws(() => {
    for (const one of seedsOf(frames.subarray(0, -3))) cut.push(one);
  });
  assert.deepEqual(cut, seeds.slice(0, -1));
  const long = Buffer.concat([frames, framed(seed("y".repeat(100_000), 60))]);
  for (const {observed} of seedsOf(long))
    assert.ok(observed.series.length > 20 || observed.times.buffer.byteLength < 20_000, "keeps no other seed");
});
