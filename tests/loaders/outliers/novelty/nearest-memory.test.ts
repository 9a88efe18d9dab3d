import assert from "node:assert/strict";
import {test} from "node:test";
import {NearestMemory} from "../../../../loaders/outliers/novelty/nearest-memory.ts";
import {seeded} from "../../../support/random.ts";

/** The same by looking at every vector. */
function bruteForce(vectors: number[][], row: number, {neighbours, delay, capacity}: Record<string, number>): number {
  const known = vectors.slice(Math.max(0, row - delay! - capacity! + 1), Math.max(0, row - delay! + 1));
  const distances = known.map((vector) => Math.hypot(...vector.map((x, i) => x - vectors[row]![i]!)));
  const nearest = distances.sort((a, b) => a - b).slice(0, neighbours);
  return nearest.length < neighbours! ? Number.NaN : nearest.reduce((a, b) => a + b) / neighbours!;
}

for (const [dimensions, options] of [
  [1, {neighbours: 1, delay: 1, capacity: 1000}],
  [3, {neighbours: 3, delay: 7, capacity: 300}],
  [5, {neighbours: 3, delay: 45, capacity: 40}]
] as const)
  test(`NearestMemory.push() gives the exact distance in ${dimensions} dimensions, ${options.capacity} kept`, () => {
    const random = seeded(dimensions);
    const memory = new NearestMemory(dimensions, options);
    // Rounded, so that many are alike.
    const vectors = Array.from({length: 900}, () => Array.from({length: dimensions}, () => Math.round(20 * random())));
    for (const [row, vector] of vectors.entries()) {
      const distance = memory.push(Float64Array.from(vector));
      const exact = bruteForce(vectors, row, options);
      assert.ok(Number.isNaN(exact) ? Number.isNaN(distance) : Math.abs(distance - exact) < 1e-12, `row ${row}`);
    }
  });
