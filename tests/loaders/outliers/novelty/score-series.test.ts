import assert from "node:assert/strict";
import {test} from "node:test";
import {OutlierScore} from "../../../../loaders/outliers/novelty/outlier-score.ts";
import {type Rows, scoreSeries} from "../../../../loaders/outliers/novelty/score-series.ts";
import {seeded} from "../../../support/random.ts";

const start = Date.UTC(2026, 0);
const minute = 60_000;

/** A daily wave with noise, every five minutes for ten days unless told otherwise. */
function wave({rows = 2880, step = 5 * minute, seed = 1} = {}): {times: Float64Array; values: Float64Array} {
  const random = seeded(seed);
  const times = Float64Array.from({length: rows}, (_, i) => start + i * step);
  const values = times.map((t) => 50 + 20 * Math.sin((2 * Math.PI * t) / 86_400_000) + 4 * (random() - 0.5));
  return {times, values};
}

const alarms = (scores: Float64Array): number[] => [...scores.keys()].filter((row) => scores[row]! >= 0.5);
const score = (rows: Rows): Float64Array => scoreSeries(rows).scores;

const faults: [what: string, spoil: (value: number, i: number) => number][] = [
  ["a spike", (value, i) => (i === 2400 ? value + 60 : value)],
  ["a stuck value", (value, i) => (i >= 2400 ? 62 : value)],
  ["a burst of noise", (value, i) => (i >= 2400 ? value + 20 * Math.sin(i * i) : value)],
  ["a level that belongs to another time of day", (value, i) => (i >= 2400 ? 100 - value : value)],
  ["a jump out of its range", (value, i) => (i >= 2400 ? value + 30 : value)]
];
for (const [what, spoil] of faults)
  test(`scoreSeries() raises an alarm on ${what} within eight hours, and none on the quiet days before`, () => {
    const {times, values} = wave();
    const rows = alarms(score({times, values: values.map(spoil)}));
    assert.ok(rows[0]! >= 2400 && rows[0]! < 2500, `alarms at ${rows}`);
  });

for (const step of [minute, 5 * minute])
  test(`scoreSeries() never changes the scores of rows when others follow, every ${step / minute} min`, () => {
    const {times, values} = wave({rows: 4000, step});
    values.set([500, 510, 520], 2500);
    values.fill(Number.NaN, 1000, 1100);
    const all = score({times, values});
    assert.ok(alarms(all).length > 0);
    for (const rows of [10, 700, 2503, 3999])
      assert.deepEqual(
        score({times: times.subarray(0, rows), values: values.subarray(0, rows)}),
        all.subarray(0, rows)
      );
  });

test("outlierScore.push() gives row by row what scoreSeries() gives for all", () => {
  const {times, values} = wave({step: minute});
  const one = new OutlierScore();
  assert.deepEqual(
    values.map((value, i) => one.push(times[i]!, value)),
    score({times, values})
  );
});

test("scoreSeries() puts rows in order of time first, and gives scores back in theirs", () => {
  const {times, values} = wave();
  values[2000] = 500;
  const reversed = score({times: times.toReversed(), values: values.toReversed()});
  assert.deepEqual(reversed.toReversed(), score({times, values}));
});

test("scoreSeries() gives zeros for what says nothing: constant, short, missing, not finite, empty", () => {
  const {times, values} = wave();
  const zeros = [
    values.map(() => 0.1),
    values.map((_, i) => 0.1 + 1e-17 * (i % 7)),
    values.map(() => Number.NaN),
    values.map((_, i) => (i % 2 ? Number.NaN : Number.POSITIVE_INFINITY)),
    values.subarray(0, 1),
    values.subarray(0, 30),
    values.subarray(0, 0)
  ];
  const odd = times.map((time, i) => time + 1e4 * ((i * i) % 17) + (i > 2000 ? 4e7 : 0));
  assert.deepEqual(score({times: odd, values: values.map(() => 7)}), new Float64Array(values.length));
  for (const some of zeros) assert.deepEqual(score({times, values: some}), new Float64Array(some.length));
});

test("scoreSeries() keeps within [0, 1] on the absurd: equal times, no times, huge values, gaps", () => {
  const {times, values} = wave();
  const random = seeded(3);
  const odd: Rows[] = [
    {times: times.map(() => start), values},
    {times: times.map(() => Number.NaN), values},
    {times: times.map((time, i) => (i % 3 ? time : times[i - (i % 9)]!)), values},
    {times: times.map((time, i) => time + (i > 1000 ? 1e11 * i : 0)), values},
    {times, values: values.map((value, i) => (i % 400 === 399 ? 1e308 * (random() - 0.5) : value))},
    {times, values: values.map((value) => (random() < 0.7 ? Number.NaN : value))},
    {times, values: values.map(() => (random() < 0.5 ? 0 : 1e-300))}
  ];
  for (const [i, rows] of odd.entries())
    assert.ok(
      score(rows).every((s) => s >= 0 && s <= 1),
      `case ${i}`
    );
});

test("scoreSeries() does not depend on the unit", () => {
  const {times, values} = wave();
  values[2000] = 120;
  const other = score({times, values: values.map((value) => 1024 * value)});
  score({times, values}).forEach((s, i) => {
    assert.ok(Math.abs(s - other[i]!) < 1e-6, `row ${i}`);
  });
});

test("scoreSeries() stays below 0.5 for a while after an alarm", () => {
  const {times, values} = wave();
  for (let i = 2000; i < 2020; i++) values[i] = 200 + 10 * i;
  const [first, second = Number.POSITIVE_INFINITY] = alarms(score({times, values}));
  assert.equal(first, 2000);
  assert.ok(second > 2000 + 0.04 * 2000);
});

test("scoreSeries() judges fast rows by means of five intervals, and alarms on the first row after them", () => {
  const {times, values} = wave({rows: 5000, step: minute});
  for (let i = 4000; i < 4005; i++) values[i] = 300;
  const {scores, moments} = scoreSeries({times, values});
  assert.equal(moments.length, 999);
  assert.equal(moments[800]!.value, 300);
  assert.deepEqual([moments[800]!.alarm, moments[800]!.time], [true, times[4000]]);
  assert.deepEqual(alarms(scores)[0], 4005);
});
