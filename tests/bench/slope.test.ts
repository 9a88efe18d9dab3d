import assert from "node:assert/strict";
import {test} from "node:test";
import {theilSen} from "../../bench/support/slope.ts";

test("theilSen() finds the rise under noise, and is not moved by a fifth of wild values", () => {
  const points = Array.from({length: 100}, (_, x): [number, number] => [x, 3 + 0.5 * x + Math.sin(7 * x)]);
  assert.ok(Math.abs(theilSen(points) - 0.5) < 0.01);
  const wild = points.map(([x, y]): [number, number] => [x, x % 5 === 2 ? 1000 : y]);
  assert.ok(Math.abs(theilSen(wild) - 0.5) < 0.05);
});
