import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {test} from "node:test";
import {grainOf, spansAhead, stepsOf} from "../../../loaders/forecast/network/grain.ts";
import {adjustWeek} from "../../../loaders/forecast/network/seasonal-adjustment.ts";
import {backends, loadTensorEngine} from "../../../loaders/forecast/network/tensor-engine.ts";
import {root} from "../../support/root.ts";
import {waves} from "../../support/waves.ts";

test("grainOf() divides any day into 48 blocks at most", () => {
  assert.deepEqual([1, 24, 48, 96, 144, 288, 1440].map(grainOf), [1, 1, 1, 2, 3, 6, 30]);
});

test("spansAhead() takes the first steps one by one and the rest in blocks, each step once", () => {
  for (const [horizon, grain] of [
    [48, 1],
    [60, 30],
    [1440, 30],
    [1000, 30],
    [7, 30]
  ] as const) {
    const spans = spansAhead(horizon, grain);
    const steps = spans.flatMap(({from, to}) => Array.from({length: to - from}, (_, i) => from + i));
    assert.deepEqual(steps, [...steps.keys()]);
    assert.equal(steps.length, horizon);
    assert.ok(spans.every(({from, to}) => to - from === 1 || (to - from <= grain && from >= 2 * grain)));
  }
});

test("stepsOf() gives a straight line back, but for half a block at its end", () => {
  const spans = spansAhead(1440, 30);
  const centers = spans.map(({from, to}) => (from + to - 1) / 2);
  const steps = stepsOf(spans, centers);
  assert.equal(steps.length, 1440);
  steps.subarray(0, 1425).forEach((value, h) => {
    assert.ok(Math.abs(value - h) < 1e-9, `${value} at ${h}`);
  });
  assert.deepEqual(stepsOf(spansAhead(1, 30), [5]), Float64Array.of(5));
});

test("adjustWeek() leaves nothing of a week that repeats, and knows what it adds ahead", () => {
  const {values} = waves({days: 42, jitter: 0});
  const week = 168;
  const {values: adjusted, profileAhead} = adjustWeek(values, week);
  const level = adjusted[3 * week]!;
  assert.ok(adjusted.subarray(2 * week).every((value) => Math.abs(value - level) < 1e-9));
  for (const h of [0, 5, 167, 168, 400]) {
    const expected = values[h % week]!; // 42 days are whole weeks
    assert.ok(Math.abs(level + profileAhead(h) - expected) < 1e-9);
  }
});

test("loadTensorEngine() takes the next backend where one is not installed or does not start", async () => {
  const missing = {name: "webgpu", load: () => import("no-such-package" as string)};
  const broken = {name: "webgl", load: async () => {}};
  const [wasm, cpu] = ["wasm", "cpu"].map((name) => backends.find((backend) => backend.name === name)!);
  assert.equal((await loadTensorEngine([missing, broken, cpu!])).backend, "cpu");
  const {tf, backend} = await loadTensorEngine([missing, wasm!, cpu!]);
  assert.equal(backend, "wasm");
  assert.equal(tf.getBackend(), "wasm");
  await assert.rejects(loadTensorEngine([missing]), /no backend of TensorFlow\.js works: webgpu/);
});

test("importing networks loads nothing of TensorFlow.js, and learning says nothing on the terminal", () => {
  const run = (code: string) => {
    const {status, stdout, stderr} = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", code],
      {cwd: root, encoding: "utf8"}
    );
    assert.equal(status, 0, stderr);
    return {stdout, stderr};
  };
  const imports = `import {networks} from "./loaders/forecast/models/index.ts";`;
  const loaded = `import {createRequire} from "node:module";
    const {cache} = createRequire(process.cwd() + "/x.js");
    console.log(Object.keys(cache).filter((path) => path.includes("@tensorflow")).length > 0);`;
  assert.equal(run(`${imports}${loaded}`).stdout, "false\n");
  const learn = `${imports}
    import {backends, loadTensorEngine} from "./loaders/forecast/network/tensor-engine.ts";
    const {tf} = await loadTensorEngine(backends.filter(({name}) => name === "cpu"));
    tf.tensor1d([1]);
    const series = {start: 0, step: 3_600_000, values: Float64Array.from({length: 1000}, (_, i) => 2 + Math.sin(i / 4))};
    await networks[0].fit(series, 3);`;
  assert.deepEqual(run(learn), {stdout: "", stderr: ""});
  assert.equal(run(`${learn}${loaded}`).stdout, "true\n");
});
