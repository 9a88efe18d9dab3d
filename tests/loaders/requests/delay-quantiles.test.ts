import assert from "node:assert/strict";
import {test} from "node:test";
import {delayQuantiles} from "../../../loaders/requests/delay-quantiles.ts";
import {seeded} from "../../support/random.ts";

const minute = 60_000;
const inMinutes = (delays: number[], ages: number[] = []) =>
  delayQuantiles(
    delays.map((n) => n * minute),
    ages.map((n) => n * minute)
  );
const none = {over50: null, over95: null, over99: null};

test("delayQuantiles() without anyone waiting has the least delay by which that share is done", () => {
  const delays = Array.from({length: 200}, (_, i) => 200 - i);
  assert.deepEqual(inMinutes(delays), {p50: 100, p95: 190, p99: 198, ...none});
  assert.deepEqual(inMinutes([7]), {p50: 7, p95: 7, p99: 7, ...none});
  assert.equal(inMinutes([]), null);
});

test("delayQuantiles() refuses a delay that is no number, at whatever place it stands", () => {
  for (const [delays, ages] of [
    [[1, Number.NaN, 2], []],
    [[Number.NaN], [3]],
    [[1], [Number.NaN, 3]]
  ] as const)
    assert.throws(
      () => delayQuantiles(delays, ages),
      /^Error: invalid delay: NaN \(one that waits has an age instead\)$/
    );
});

test("delayQuantiles() of a worked example is Kaplan and Meier's", () => {
  // S: 1 -> 7/8 at 1; one of age 2 leaves; 7/8 * 5/6 at 3, * 3/4 at 5 (one of age 4 has left), * 2/3 at 6, * 1/2 at 8
  assert.deepEqual(inMinutes([1, 3, 5, 6, 8], [2, 4, 9]), {
    ...{p50: 6, p95: null, p99: null},
    ...{over50: null, over95: 9, over99: 9}
  });
});

test("delayQuantiles() counts one that waits as long as another took as waiting then", () => {
  assert.equal(inMinutes([5], [5])!.p50, 5);
  assert.deepEqual([inMinutes([5], [5, 5])!.p50, inMinutes([5], [5, 5])!.over50], [null, 5]);
});

test("delayQuantiles() of requests that all wait knows what each delay is going to be more than", () => {
  const ages = Array.from({length: 100}, (_, i) => i + 1);
  assert.deepEqual(inMinutes([], ages), {p50: null, p95: null, p99: null, over50: 50, over95: 95, over99: 99});
});

/** The definition, step by step: who is still at risk at each delay, and who is done then. */
function bruteForce(delays: number[], ages: number[], p: number): number | null {
  let survival = 1;
  for (const t of [...new Set(delays)].sort((a, b) => a - b)) {
    const atRisk = [...delays, ...ages].filter((time) => time >= t).length;
    survival *= (atRisk - delays.filter((time) => time === t).length) / atRisk;
    if (survival <= 1 - p + 1e-9) return t;
  }
  return null;
}

test("delayQuantiles() agrees with the definition on random delays, ties and ages", () => {
  const next = seeded(11);
  let unknown = 0;
  for (let round = 0; round < 300; ++round) {
    const some = (most: number) => Array.from({length: Math.floor(most * next())}, () => Math.floor(20 * next()));
    const [delays, ages] = [some(30), some(12)];
    const found = inMinutes(delays, ages);
    if (!found) continue;
    for (const [name, p] of [
      ["50", 0.5],
      ["95", 0.95],
      ["99", 0.99]
    ] as const) {
      const known: number | null = found[`p${name}`];
      const over: number | null = found[`over${name}`];
      assert.equal(known, bruteForce(delays, ages, p));
      assert.equal(known === null, over !== null);
      if (over !== null) ++unknown;
    }
  }
  assert.ok(unknown > 50);
});

test("delayQuantiles() is right where leaving those that wait out is too optimistic", () => {
  const off = {counted: 0, left: 0, over: 0};
  const truth = {p50: 60 * Math.log(2), p95: 60 * Math.log(20)};
  const rounds = 200;
  for (let seed = 1; seed <= rounds; ++seed) {
    const next = seeded(seed);
    // exponential delays with a mean of an hour, of requests made over the last four hours
    const requests = Array.from({length: 400}, () => ({delay: -60 * Math.log(1 - next()), age: 240 * next()}));
    const done = requests.filter(({delay, age}) => delay <= age).map(({delay}) => delay);
    const ages = requests.filter(({delay, age}) => delay > age).map(({age}) => age);
    const found = inMinutes(done, ages)!;
    off.counted += found.p50! / truth.p50 - 1;
    off.left += inMinutes(done)!.p95! / truth.p95 - 1;
    const p95 = found.p95 ?? found.over95!;
    if (found.p95 === null) off.over += p95 < truth.p95 * 1.3 ? 0 : 1;
    else if (Math.abs(p95 / truth.p95 - 1) > 0.35) off.over += 1;
  }
  assert.ok(Math.abs(off.counted / rounds) < 0.02, `median off by ${off.counted / rounds}`);
  assert.ok(off.left / rounds < -0.15, `without those that wait: ${off.left / rounds}`);
  assert.ok(off.over / rounds < 0.05, `${off.over} of ${rounds} far off`);
});
