import assert from "node:assert/strict";
import {test} from "node:test";
import {dayType, dayTypesOf, weekdayOf} from "../../../loaders/forecast/day-types.ts";
import {waves} from "../../support/waves.ts";

const hour = 3_600_000;
const dayMs = 24 * hour;

/** A year with days on which it runs as on a Sunday. */
function yearWith(holidays: number[]) {
  const series = waves({days: 400, jitter: 0.05});
  for (const time of holidays)
    for (let i = (time - series.start) / hour, end = i + 24; i < end; i++)
      series.values[i] = 80 * (1 + 0.5 * Math.sin((2 * Math.PI * i) / 24));
  return series;
}

test("dayTypesOf() finds the workdays that run as Sundays do, and expects those with a fixed date again", () => {
  const holidays = [Date.UTC(2026, 0, 27), Date.UTC(2026, 5, 2), Date.UTC(2026, 7, 14)];
  const series = yearWith(holidays);
  const {first, types, holidays: found} = dayTypesOf(series, series.values, 300);
  const dates = [...found.keys()].filter((i) => found[i]).map((i) => (first + i) * dayMs);
  const again = [Date.UTC(2027, 5, 2)]; // 27 January is in the history, where it was a workday; 14 August is a Saturday
  assert.deepEqual(dates, [...holidays, ...again]);
  assert.equal(types[again[0]! / dayMs - first], dayType.restday);
});

test("dayTypesOf() takes weekdays as they are where nothing is to be learnt", () => {
  for (const series of [waves({days: 60}), {...waves({days: 60}), values: new Float64Array(60 * 24).fill(3)}]) {
    const {first, types, holidays} = dayTypesOf(series, series.values, 7);
    assert.ok(holidays.every((holiday) => holiday === 0));
    const expected = types.map((_, i) => [0, 0, 0, 0, 0, dayType.saturday, dayType.restday][weekdayOf(first + i)]!);
    assert.deepEqual(types, expected);
  }
});
