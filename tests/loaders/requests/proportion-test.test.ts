import assert from "node:assert/strict";
import {test} from "node:test";
import type {HourlyProportion} from "../../../loaders/requests/proportion.ts";
import {proportionTest} from "../../../loaders/requests/proportion-test.ts";
import {seeded} from "../../support/random.ts";

const near = (actual: number, expected: number, error = 1e-9) =>
  assert.ok(Math.abs(actual - expected) < error, `${actual} is not ${expected}`);

const inOneHour = (groups: [total: number, hits: number][], hour = 0): HourlyProportion[] =>
  groups.map(([total, hits], i) => ({name: `g${i}`, hour, total, hits}));
/** The same cells as if they were of one hour. */
const unstratified = (cells: readonly HourlyProportion[]) => proportionTest(cells.map((cell) => ({...cell, hour: 0})));

test("proportionTest() of one hour is Pearson's chi-squared but for n - 1, and Cramér's V", () => {
  const groups: [number, number][] = [
    [100, 30],
    [80, 10],
    [70, 20]
  ];
  const rate = 60 / 250;
  const pearson = groups.reduce((sum, [n, hits]) => sum + (hits - n * rate) ** 2 / (n * rate * (1 - rate)), 0);
  const found = proportionTest(inOneHour(groups))!;
  near(found.chiSquared, (pearson * 249) / 250);
  near(found.cramersV, Math.sqrt(pearson / 250));
  assert.deepEqual([found.groups, found.degreesOfFreedom], [3, 2]);
});

test("proportionTest() of two groups over hours is the Mantel-Haenszel statistic", () => {
  const tables = [
    [30, 8, 20, 2],
    [25, 5, 40, 1],
    [10, 6, 12, 5]
  ] as const;
  const cells = tables.flatMap(([n, a, m, b], hour) =>
    inOneHour(
      [
        [n, a],
        [m, b]
      ],
      hour
    )
  );
  let excess = 0;
  let variance = 0;
  for (const [n, a, m, b] of tables) {
    const total = n + m;
    excess += a - (n * (a + b)) / total;
    variance += (n * m * (a + b) * (total - a - b)) / (total ** 2 * (total - 1));
  }
  near(proportionTest(cells)!.chiSquared, excess ** 2 / variance);
  assert.equal(proportionTest(cells)!.degreesOfFreedom, 1);
});

test("proportionTest() does not depend on the order of cells or names", () => {
  const next = seeded(3);
  const cells = Array.from({length: 40}, (_, hour) =>
    inOneHour(
      Array.from({length: 6}, () => [10, Math.floor(11 * next() * next())]),
      hour
    )
  ).flat();
  const renamed = cells.map((cell) => ({...cell, name: `x${9 - Number(cell.name.slice(1))}`})).reverse();
  near(proportionTest(renamed)!.chiSquared, proportionTest(cells)!.chiSquared, 1e-9);
});

test("proportionTest() compares groups that never meet only with those they meet", () => {
  const early = inOneHour([
    [100, 30],
    [80, 10]
  ]);
  const late = inOneHour(
    [
      [60, 50],
      [70, 40]
    ],
    1
  ).map((cell) => ({...cell, name: `late ${cell.name}`}));
  const alone = [{name: "alone", hour: 2, total: 500, hits: 400}];
  const found = proportionTest([...early, ...late, ...alone])!;
  near(found.chiSquared, proportionTest(early)!.chiSquared + proportionTest(late)!.chiSquared);
  assert.deepEqual([found.groups, found.degreesOfFreedom], [4, 2]);
});

test("proportionTest() of equal rates in every hour finds nothing, however the hours differ", () => {
  const cells = [0.1, 0.5, 0.9].flatMap((rate, hour) =>
    inOneHour(
      [100, 200, 400].map((n, i) => [n * (hour === i ? 10 : 1), n * (hour === i ? 10 : 1) * rate]),
      hour
    )
  );
  const found = proportionTest(cells)!;
  near(found.chiSquared, 0);
  near(found.p, 1);
  near(found.cramersV, 0);
});

test("proportionTest() takes groups together that are too small for the approximation, or too many", () => {
  const small = Array.from({length: 20}, (): [number, number] => [3, 1]);
  const found = proportionTest(inOneHour([[200, 40], [100, 30], ...small]))!;
  assert.deepEqual([found.groups, found.degreesOfFreedom], [3, 2]);
  const many = Array.from({length: 3000}, (_, i): [number, number] => [100 + (i % 7), 20 + (i % 3)]);
  const capped = proportionTest([...inOneHour(many), ...inOneHour(many, 1)], {mostGroups: 50})!;
  assert.deepEqual([capped.groups, capped.degreesOfFreedom], [50, 49]);
  assert.ok(capped.p > 0 && capped.p < 1);
});

test("proportionTest() is null when nothing can be compared", () => {
  assert.equal(proportionTest([]), null);
  assert.equal(proportionTest(inOneHour([[50, 10]])), null);
  for (const hits of [0, 50])
    assert.equal(
      proportionTest(
        inOneHour([
          [50, hits],
          [50, hits]
        ])
      ),
      null
    );
  const apart = [50, 40].map((hits, hour) => ({name: `g${hour}`, hour, total: 60, hits}));
  assert.equal(proportionTest(apart), null);
});

/**
 * Thirty days in which the share of late requests runs from 5 to 60 % with the hour, and each of eight requesters
 * prefers hours of its own; the first is late more often by `extra`.
 */
function month(seed: number, extra = 0): HourlyProportion[] {
  const next = seeded(seed);
  const cells: HourlyProportion[] = [];
  for (let hour = 0; hour < 720; ++hour) {
    const rate = 0.05 + 0.55 * Math.sin((Math.PI * (hour % 24)) / 24) ** 2;
    for (let group = 0; group < 8; ++group) {
      const total = Math.floor(next() * (Math.abs((hour % 24) - 3 * group) < 4 ? 8 : 2));
      let hits = 0;
      for (let i = 0; i < total; ++i) if (next() < rate + (group === 0 ? extra : 0)) ++hits;
      if (total) cells.push({name: `g${group}`, hour, total, hits});
    }
  }
  return cells;
}

test("proportionTest() calls 5 % of fair months unfair where hours differ, the unstratified test all", () => {
  const fair = Array.from({length: 400}, (_, seed) => month(seed + 1));
  const p = fair.map((cells) => proportionTest(cells)!.p).sort((a, b) => a - b);
  const below = (level: number) => p.filter((one) => one < level).length / p.length;
  assert.ok(below(0.05) > 0.02 && below(0.05) < 0.08, `${below(0.05)} below 5 %`);
  const furthest = Math.max(...p.map((one, i) => Math.abs(one - (i + 0.5) / p.length)));
  assert.ok(furthest < 1.63 / Math.sqrt(p.length), `p is not uniform: off by ${furthest}`);
  assert.ok(fair.every((cells) => unstratified(cells)!.p < 0.001));
});

test("proportionTest() finds a real disadvantage within the hours", () => {
  const unfair = Array.from({length: 50}, (_, seed) => proportionTest(month(seed + 1, 0.12))!);
  assert.ok(unfair.filter(({p}) => p < 0.05).length >= 45);
  assert.ok(unfair.every(({cramersV}) => cramersV > 0 && cramersV < 0.2));
});
