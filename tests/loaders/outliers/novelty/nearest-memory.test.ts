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

const shapes: Record<string, (row: number, random: () => number) => number> = {
  "a constant": () => 7,
  "a line": (row) => row / 3,
  "single steps off a constant": (row) => (row % 97 === 0 ? row : 0),
  "values of every size": (row) => 2 ** (((row * 37) % 900) - 450),
  noise: (_row, random) => random() - 0.5
};

for (const [shape, valueAt] of Object.entries(shapes))
  test(`NearestMemory.push() gives the exact distance in ${shape}`, () => {
    const random = seeded(11);
    const options = {neighbours: 2, delay: 5, capacity: 500};
    const memory = new NearestMemory(2, options);
    const vectors = Array.from({length: 1600}, (_, row) => [valueAt(row, random), valueAt(row + 1, random)]);
    for (const [row, vector] of vectors.entries()) {
      const distance = memory.push(Float64Array.from(vector));
      const exact = bruteForce(vectors, row, options);
      const same = Number.isNaN(exact)
        ? Number.isNaN(distance)
        : Math.abs(distance - exact) <= 1e-12 * Math.max(1, exact);
      assert.ok(same, `row ${row}: ${distance} instead of ${exact}`);
    }
  });
