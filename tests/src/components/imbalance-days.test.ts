import assert from "node:assert/strict";
import {test} from "node:test";
import {imbalance} from "../../../loaders/requests/imbalance.ts";
import {imbalanceDays} from "../../../loaders/requests/imbalance-days.ts";
import {imbalanceOver} from "../../../src/components/imbalance-days.js";
import {seeded} from "../../support/random.ts";

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-03-27T23:00Z");
// Berlin: the second day has 23 hours
const edges = [0, 24, 47, 71].map((hours) => start + hours * hour);
const random = seeded(3);
const cells = Array.from({length: 71}, (_, i) => i).flatMap((i) =>
  ["ann", "bob", "cleo"].map((name) => {
    const requests = 1 + Math.floor(random() * 9);
    const late = Math.floor(random() * requests);
    return {name, hour: start + i * hour, requests, late, missing: Math.floor(random() * (requests - late + 1))};
  })
);
const days = imbalanceDays(cells, edges);

test("imbalanceOver() of all days is what the measures of all cells are", () => {
  const found = imbalanceOver(days, {from: start, to: start + 3 * day});
  const {requests, imbalanced, share, groups} = imbalance(cells);
  assert.deepEqual([found.requests, found.imbalanced, found.share], [requests, imbalanced, share]);
  assert.deepEqual(
    found.groups,
    groups.map(({name, requests, late, missing, imbalanced, share, shareOfImbalanced, expected}) => ({
      name,
      requests,
      late,
      missing,
      imbalanced,
      share,
      shareOfImbalanced,
      expected
    }))
  );
});

test("imbalanceOver() takes the whole days that a period touches", () => {
  const second = cells.filter(({hour}) => hour >= edges[1]! && hour < edges[2]!);
  const found = imbalanceOver(days, {from: edges[1]! + 5 * hour, to: edges[1]! + 6 * hour});
  assert.equal(
    found.requests,
    second.reduce((sum, {requests}) => sum + requests, 0)
  );
  assert.deepEqual(imbalanceOver(days, {from: start - day, to: start}), {
    requests: 0,
    imbalanced: 0,
    share: null,
    groups: []
  });
});
