import assert from "node:assert/strict";
import {test} from "node:test";
import {instantsAfter, localGrid, stepOf} from "../../../collector/analysis/local-grid.ts";
import {monthMs} from "../../../loaders/forecast/regular.ts";

const hour = 3_600_000;
const table = (times: number[], values: number[] = times.map((_, i) => i)) => ({
  series: "s",
  stamps: [],
  times: Float64Array.from(times),
  values: Float64Array.from(values)
});

test("stepOf() finds the interval of unordered, gappy and jittering rows", () => {
  const minutes = [0, 10, 10, 20, 30, 90, 100, 110].map((minute) => minute * 60_000 + (minute % 7) * 900);
  assert.equal(stepOf(table(minutes.toReversed())), 600_000);
  assert.equal(stepOf(table([0, 24 * hour, 48 * hour])), 24 * hour);
  assert.equal(stepOf(table([0, 15_000, 30_000])), 15_000);
});

test("stepOf() says what to write when it cannot tell", () => {
  assert.throws(() => stepOf(table([5, 5])), /it has one time \(write --freq 1h\)/);
  assert.throws(() => stepOf(table([0, 7 * hour, 14 * hour])), /does not divide a day: 25200 s \(write --freq 1h/);
  assert.throws(() => stepOf(table([0, 36 * hour])), /write --freq 7d or 1mo/);
});

test("localGrid() and instantsAfter() know weeks from any weekday and calendar months", () => {
  const mondays = Array.from({length: 4}, (_, i) => Date.UTC(2026, 0, 5 + 7 * i));
  const weeks = localGrid(table(mondays), stepOf(table(mondays)), "UTC");
  assert.deepEqual([...weeks.values], [0, 1, 2, 3]);
  assert.equal(instantsAfter(weeks, 2, "UTC")[1]!.time, Date.UTC(2026, 1, 9));
  const ends = Array.from({length: 14}, (_, i) => Date.UTC(2025, i + 1, 0));
  const months = localGrid(table(ends), stepOf(table(ends)), "UTC");
  assert.deepEqual([months.step, [...months.values]], [monthMs, ends.map((_, i) => i)]);
  const ahead = instantsAfter(months, 2, "UTC").map(({time}) => time);
  assert.deepEqual(ahead, [Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1)]);
});

test("localGrid() keeps exogenous columns beside the series, as far as they reach", () => {
  const times = [0, 1, 2, 3, 4, 5].map((n) => n * hour);
  const exogenous = [
    {name: "x", values: Float64Array.of(9, 8, 7, 6, 5, Number.NaN)},
    {name: "empty", values: new Float64Array(6).fill(Number.NaN)}
  ];
  const values = [Number.NaN, 1, 2, 3, Number.NaN, Number.NaN];
  assert.deepEqual(localGrid({...table(times, values), exogenous}, hour, "UTC"), {
    start: hour,
    step: hour,
    values: Float64Array.of(1, 2, 3),
    exogenous: [{name: "x", values: Float64Array.of(8, 7, 6, 5)}]
  });
});

test("localGrid() puts rows in order and averages those of one interval", () => {
  const grid = localGrid(table([3 * hour, hour, hour + 5, 2 * hour], [4, 1, 2, Number.NaN]), hour, "UTC");
  assert.deepEqual(grid, {start: hour, step: hour, values: Float64Array.of(1.5, Number.NaN, 4)});
});

test("localGrid() and instantsAfter() keep hours of the day where clocks change", () => {
  for (const [change, hours] of [
    [Date.UTC(2026, 2, 29, 1), 23],
    [Date.UTC(2026, 9, 25, 1), 25]
  ] as const) {
    const start = change - 49 * hour;
    const times = Array.from({length: 96}, (_, i) => start + i * hour);
    const local = (time: number) =>
      Number(new Intl.DateTimeFormat("en-GB", {timeZone: "Europe/Rome", hour: "2-digit"}).format(time)) % 24;
    const grid = localGrid(table(times, times.map(local)), hour, "Europe/Rome");
    grid.values.forEach((value, i) => {
      const expected = (grid.start / hour + i) % 24;
      if (!Number.isNaN(value)) assert.equal(value, expected);
    });
    assert.equal(Array.from(grid.values).filter(Number.isNaN).length, hours === 23 ? 1 : 0);

    const before = localGrid(table(times.slice(0, 40)), hour, "Europe/Rome");
    const ahead = instantsAfter(before, 30, "Europe/Rome");
    assert.deepEqual(
      ahead.map(({time}) => time),
      Array.from({length: 30}, (_, i) => start + (40 + i) * hour)
    );
    for (const {time, at} of ahead) assert.equal((before.start / hour + before.values.length + at) % 24, local(time));
  }
});
