import assert from "node:assert/strict";
import {test} from "node:test";
import type {Criterion} from "../../../loaders/outliers/criteria.ts";
import {asThen, criteriaVersions, versionAt} from "../../../loaders/outliers/criteria-versions.ts";
import {waves} from "../../support/waves.ts";

const dayMs = 86_400_000;
const seed = {median: [100], low: [40], high: [160]};

/** Ten-minute readings from 5 January 2026 on, open to be spoilt. */
function history(days: number, season = 0) {
  const {start, values} = waves({days, step: 600_000});
  const times = values.map((_, i) => start + i * 600_000);
  const moved = values.map((value, i) => value * (1 + season * Math.sin((2 * Math.PI * i) / 144 / 365)));
  return {times, values: moved, offset: () => 0, at: (day: number) => day * 144, end: start + days * dayMs};
}

const dates = (versions: ReturnType<typeof criteriaVersions>) =>
  versions.map(({source, validFrom, validTo}) => [
    source,
    ...[validFrom, validTo].map((time) => new Date(time).toISOString().slice(0, 10))
  ]);

test("criteriaVersions() begins with the seed and derives anew at each quarter of the year", () => {
  const {end, ...past} = history(300);
  const versions = criteriaVersions(past, end, {seed});
  assert.deepEqual(dates(versions), [
    ["seed", "2026-01-01", "2026-04-01"],
    ["history", "2026-04-01", "2026-07-01"],
    ["history", "2026-07-01", "2026-10-01"],
    ["history", "2026-10-01", "2027-01-01"]
  ]);
  assert.equal(versions[0]!.criteria[0]!.median, 100);
  for (const {criteria} of versions.slice(1)) {
    assert.ok(Math.abs(criteria[0]!.median / 105 - 1) < 0.07, String(criteria[0]!.median));
    assert.ok(criteria.every((one) => one!.low[3]! < one!.median && one!.median < one!.high[3]!));
  }
  assert.equal(versionAt(versions, Date.UTC(2026, 3)), versions[1]);
  assert.equal(versionAt(versions, versions[0]!.validFrom - 1), undefined);
  assert.equal(versionAt(versions, end + 999 * dayMs), versions[3]);
});

test("criteriaVersions() uses the past only: what comes later changes no version", () => {
  const {end, at, ...past} = history(300);
  const first = criteriaVersions(past, end, {seed});
  past.values.fill(900, at(180));
  const later = criteriaVersions(past, end, {seed});
  assert.deepEqual(later.slice(0, 3), first.slice(0, 3));
  assert.notDeepEqual(later[3], first[3]);
  const {times, values, offset} = past;
  const known = {times: times.subarray(0, at(177)), values: values.subarray(0, at(177)), offset};
  assert.deepEqual(criteriaVersions(known, end - 123 * dayMs, {seed})[2]!.criteria, first[2]!.criteria);
});

test("criteriaVersions() is robust to bursts, shifts, stuck meters and stray readings", () => {
  const {end, ...clean} = history(200);
  const spoilt = {...clean, values: clean.values.slice()};
  for (let i = clean.at(90); i < clean.at(92); i++) spoilt.values[i]! *= 2;
  for (let i = clean.at(100); i < clean.at(110); i++) spoilt.values[i]! *= 1.25;
  for (const hours of [6, 96])
    spoilt.values.fill(clean.values[clean.at(120)]!, clean.at(114 + hours / 6), clean.at(114 + hours / 6 + hours / 24));
  for (let i = 7; i < spoilt.values.length; i += 101) spoilt.values[i] = i % 2 ? 6553.5 : -50;
  const [before, after] = [clean, spoilt].map(
    (past) => criteriaVersions(past, end, {seed})[2]!.criteria as Criterion[]
  );
  before!.forEach(({median, low, high}, hour) => {
    const own = after![hour]!;
    assert.ok(Math.abs(own.median / median - 1) < 0.03, `median of hour ${hour}: ${own.median} for ${median}`);
    assert.ok(
      own.high[3]! < high[3]! + 0.6 * (high[3]! - median),
      `high of hour ${hour}: ${own.high[3]} for ${high[3]}`
    );
    assert.ok(own.low[3]! > low[3]! - 0.6 * (median - low[3]!), `low of hour ${hour}: ${own.low[3]} for ${low[3]}`);
  });
});

test("criteriaVersions() follows a season and a new normal", () => {
  const {end, at, ...past} = history(300, 0.2);
  const [, , summer, autumn] = criteriaVersions(past, end, {seed}).map(({criteria}) => criteria[0]!.median);
  assert.ok(summer! > 110 && autumn! < 106, `${summer}, ${autumn}`);
  const grown = {...past, values: past.values.map((value, i) => (i >= at(100) ? 1.5 * value : value))};
  const levels = criteriaVersions(grown, end, {seed}).map(({criteria}) => criteria[0]!.median);
  assert.ok(levels[2]! > 1.4 * summer!, String(levels));
});

test("criteriaVersions() keeps what it had where a quarter tells too little", () => {
  assert.deepEqual(
    dates(criteriaVersions({times: new Float64Array(), values: new Float64Array(), offset: () => 0}, 0, {seed})),
    [["seed", "1970-01-01", "1970-04-01"]]
  );
  const {end, at, ...past} = history(300);
  past.values.fill(Number.NaN, at(86), at(177));
  const versions = criteriaVersions(past, end, {seed, least: 30});
  assert.deepEqual(
    versions.map(({validFrom}) => new Date(validFrom).getUTCMonth()),
    [0, 3, 9]
  );
  assert.deepEqual(versions[1]!.validTo, versions[2]!.validFrom);
  const daytime = past.values.map((value, i) => (i % 144 < 6 ? Number.NaN : value));
  const partly = criteriaVersions({...past, values: daytime}, end, {seed, least: 30});
  assert.deepEqual([partly[1]!.criteria[0]!.median, partly[1]!.criteria[1]!.median !== 100], [100, true]);
});

test("criteriaVersions() without a seed begins after four weeks, and has none before", () => {
  const {end, at, ...past} = history(100);
  assert.deepEqual(dates(criteriaVersions(past, end, {least: 20})), [
    ["history", "2026-02-02", "2026-04-01"],
    ["history", "2026-04-01", "2026-07-01"]
  ]);
  const {times, values, offset} = past;
  const young = {times: times.subarray(0, at(20)), values: values.subarray(0, at(20)), offset};
  const none = criteriaVersions(young, times[at(20)]!, {least: 20});
  assert.deepEqual([none, versionAt(none, end)], [[], undefined]);
});

test("criteriaVersions() leaves kept versions as they are, whatever has become of the readings", () => {
  const {end, at, ...past} = history(300);
  const kept = criteriaVersions(past, end - 40 * dayMs, {seed});
  const copy = JSON.parse(JSON.stringify(kept));
  const {times, values, offset} = past;
  const left = {times: times.subarray(at(170)), values: values.subarray(at(170)), offset};
  const later = criteriaVersions(left, end, {kept: copy, begins: left.times[0]!});
  assert.deepEqual(later.slice(0, 3), kept.slice(0, 3));
  assert.deepEqual(dates(later).at(-1), ["history", "2026-10-01", "2027-01-01"]);
  assert.deepEqual(later.at(-1)!.criteria, criteriaVersions(past, end, {seed}).at(-1)!.criteria);
  assert.deepEqual(copy, JSON.parse(JSON.stringify(kept)));
});

test("criteriaVersions() moves with the level where that tells more, and stands still where it does not", () => {
  const {end, ...past} = history(200);
  assert.equal(criteriaVersions(past, end, {seed})[2]!.level, null);
  const rising = {...past, values: past.values.map((value, i) => value * 1.005 ** (i / 144))};
  const [, , version] = criteriaVersions(rising, end, {seed});
  assert.ok(version!.level! > 100, String(version!.level));
  assert.equal(asThen(version!, 30, 2 * version!.level!), 15);
  assert.equal(asThen({level: null}, 30, 99), 30);
});
