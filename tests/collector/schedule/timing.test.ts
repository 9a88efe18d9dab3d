import assert from "node:assert/strict";
import {test} from "node:test";
import {atMistake, dueAfter, dueBefore} from "../../../collector/schedule/timing.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** No zone changes its clocks twice within it. */
const stepMs = 6 * dayMs;
const [from, to] = [Date.UTC(2020, 0, 1), Date.UTC(2038, 0, 1)];

/** Minutes that a zone's clocks are ahead of UTC, by Intl alone. */
function offsets(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {timeZone, timeZoneName: "longOffset", hour: "2-digit"});
  return (time) => {
    const name = format.formatToParts(time).find(({type}) => type === "timeZoneName")!.value;
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
  };
}

/** A field of a cron expression as the set of its values. */
function valuesOf(field: string, first: number, last: number): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step = "1"] = part.split("/");
    const [low, high] = range === "*" ? [first, last] : (range.split("-").map(Number) as [number, number?]);
    for (let value = low!; value <= (high ?? low!); value += Number(step)) values.add(value);
  }
  return values;
}

/**
 * When an expression is due around a change of clocks, minute by minute: where hours are named, a wall time that comes
 * twice counts the first time, and one that is skipped counts at the first minute after.
 */
function oracle(at: string, offset: (time: number) => number, [begin, end]: [number, number]): number[] {
  const [minute, hour, date, month, weekday] = at.split(" ") as [string, string, string, string, string];
  const sets = {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    dates: valuesOf(date, 1, 31),
    months: valuesOf(month, 1, 12),
    weekdays: valuesOf(weekday, 0, 6)
  };
  const matches = (wall: number): boolean => {
    if (!sets.minutes.has((wall / minuteMs) % 60)) return false;
    const time = new Date(wall);
    return (
      sets.hours.has(time.getUTCHours()) &&
      sets.dates.has(time.getUTCDate()) &&
      sets.months.has(time.getUTCMonth() + 1) &&
      sets.weekdays.has(time.getUTCDay())
    );
  };
  const named = hour !== "*";
  const due: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  for (let time = begin - dayMs; time < end; time += minuteMs) {
    const wall = time + offset(time) * minuteMs;
    const skipped: number[] = [];
    if (Number.isFinite(latest)) for (let w = latest + minuteMs; w < wall; w += minuteMs) skipped.push(w);
    const again = named && wall <= latest;
    if ((matches(wall) && !again) || (named && skipped.some(matches))) due.push(time);
    latest = Math.max(latest, wall);
  }
  return due.filter((time) => time >= begin);
}

/** Instants at which a zone's offset changes, to the minute. */
function changes(offset: (time: number) => number): number[] {
  const found: number[] = [];
  for (let day = from; day < to; day += stepMs) {
    if (offset(day) === offset(day + stepMs)) continue;
    let [low, high] = [day, day + stepMs];
    while (high - low > minuteMs) {
      const middle = Math.floor((low + high) / 2 / minuteMs) * minuteMs;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

/** One zone of each history of changes. */
function distinctZones(): Map<string, number[]> {
  const zones = new Map<string, [string, number[]]>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const offset = offsets(zone);
    const times = changes(offset);
    zones.set(JSON.stringify(times.map((time) => [time, offset(time - 1), offset(time)])), [zone, times]);
  }
  return new Map(zones.values());
}

test("dueAfter() and dueBefore() are right around every change of clocks from 2020 to 2037, in every zone", () => {
  const zones = distinctZones();
  assert.ok(zones.size > 30);
  let checked = 0;
  for (const [timeZone, times] of zones)
    for (const time of times) {
      const offset = offsets(timeZone);
      const known = new Map<number, number>();
      const cached = (t: number) => {
        const quarter = Math.floor(t / 900_000) * 900_000;
        if (!known.has(quarter)) known.set(quarter, offset(quarter));
        return known.get(quarter)!;
      };
      const window: [number, number] = [time - 8 * 3_600_000, time + 30 * 3_600_000];
      for (const at of ["30 2 * * *", "15 0,1,2,3 * * *", "*/30 * * * *", "0 0 * * *", "45 1 * * 0"]) {
        const timing = {at, timeZone};
        const due: number[] = [];
        for (let t = dueAfter(timing, window[0] - 1, null); t < window[1]; t = dueAfter(timing, t, null)) due.push(t);
        const expected = oracle(at, cached, window);
        const texts = (list: number[]) => list.map((t) => new Date(t).toISOString());
        assert.deepEqual(texts(due), texts(expected), `${at} in ${timeZone} around ${new Date(time).toISOString()}`);
        for (const [i, t] of due.entries()) {
          assert.equal(dueBefore(timing, t, null), t);
          if (i > 0)
            assert.equal(
              dueBefore(timing, t - 1, null),
              due[i - 1],
              `${at} in ${timeZone} before ${new Date(t).toISOString()}`
            );
        }
        checked += due.length;
      }
    }
  assert.ok(checked > 10_000);
});

test("intervals that divide a day begin at UTC midnight, others at the last run", () => {
  const noon = Date.UTC(2026, 10, 21, 12);
  const ten = {everyMs: 600_000};
  assert.equal(dueBefore(ten, noon + 1, null), noon);
  assert.equal(dueAfter(ten, noon, null), noon + 600_000);
  const week = {everyMs: 7 * dayMs};
  assert.equal(dueBefore(week, noon, null), noon);
  assert.equal(dueBefore(week, noon + 15 * dayMs, noon), noon + 14 * dayMs);
  assert.equal(dueAfter(week, noon + dayMs, noon), noon + 7 * dayMs);
});

test("atMistake() tells what is wrong with an expression", () => {
  assert.equal(atMistake("30 2 * * *"), null);
  assert.match(atMistake("61 * * * *")!, /61/);
  assert.match(atMistake("every day")!, /./);
  assert.equal(atMistake("0 0 30 2 *"), "comes at no time: 0 0 30 2 *");
});
