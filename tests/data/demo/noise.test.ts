import assert from "node:assert/strict";
import test from "node:test";
import {channel, drift, normal, poisson, uniform, weighted} from "../../../data/demo/noise.ts";
import {mean} from "./fixture.ts";

const own = channel("test");
const places = Array.from({length: 20_000}, (_, i) => i);
const deviation = (values: number[]) => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};

test("uniform(channel, index) gives the same number whatever was asked before", () => {
  const forwards = places.map((i) => uniform(own, i));
  const backwards = places.toReversed().map((i) => uniform(own, i));
  assert.deepEqual(forwards, backwards.toReversed());
  assert.ok(Math.abs(mean(forwards) - 0.5) < 0.01);
  assert.notDeepEqual(
    forwards,
    places.map((i) => uniform(channel("other"), i))
  );
});

test("normal(channel, index) has mean 0 and deviation 1", () => {
  const values = places.map((i) => normal(own, i));
  assert.ok(Math.abs(mean(values)) < 0.03);
  assert.ok(Math.abs(deviation(values) - 1) < 0.03);
});

test("drift(channel, time, period) moves slowly at constant variance", () => {
  const values = places.map((i) => drift(own, i, 7));
  const steps = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
  assert.ok(Math.abs(deviation(values) - 1) < 0.05);
  assert.ok(Math.max(...steps) < 2);
  assert.ok(mean(steps) < 0.4);
});

test("poisson(mean, u) has its mean", () => {
  const counts = places.map((i) => poisson(1.7, uniform(own, i)));
  assert.ok(Math.abs(mean(counts) - 1.7) < 0.05);
});

test("weighted(items, weights, u) chooses by weight", () => {
  const chosen = places.map((i) => weighted(["a", "b"], [3, 1], uniform(own, i)));
  assert.ok(Math.abs(chosen.filter((item) => item === "a").length / places.length - 0.75) < 0.02);
  assert.equal(weighted(["a", "b"], [1, 1], 1), "b");
});
