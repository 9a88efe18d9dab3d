import assert from "node:assert/strict";
import {test} from "node:test";
import {Likelihood} from "../../../../loaders/outliers/novelty/likelihood.ts";

/** A likelihood that has seen 100 times 1 and 100 times 3: mean 2, standard deviation 1. */
function taught(window: number): Likelihood {
  const likelihood = new Likelihood(window);
  for (let i = 0; i < 200; i++) likelihood.push(i % 2 ? 3 : 1, true);
  return likelihood;
}

test("likelihood.push() gives standard deviations above the usual, and 0 below it", () => {
  assert.ok(Math.abs(taught(1).push(6, true) - 4) < 0.02);
  assert.equal(taught(1).push(0, true), 0);
});

test("likelihood.push() judges the mean of its window", () => {
  const likelihood = taught(2);
  likelihood.push(4, true);
  assert.ok(Math.abs(likelihood.push(6, true) - 3) < 0.05);
});

test("likelihood.push() gives 0 until it knows 30 novelties that count", () => {
  const likelihood = new Likelihood(1);
  for (let i = 0; i < 40; i++) assert.equal(likelihood.push(1 + (i % 3), false), 0);
  for (let i = 0; i < 30; i++) assert.equal(likelihood.push(1 + (i % 3), true), 0);
  assert.ok(likelihood.push(9, true) > 5);
});

test("likelihood.push() learns no more from the absurd than from what is far out", () => {
  const likelihood = taught(1);
  likelihood.push(1e9, true);
  assert.ok(likelihood.usual < 2.2, String(likelihood.usual));
});

test("likelihood.push() stays finite where everything was alike before", () => {
  const likelihood = new Likelihood(1);
  for (let i = 0; i < 100; i++) assert.equal(likelihood.push(0, true), 0);
  assert.equal(likelihood.push(1, true), 1e6);
});
