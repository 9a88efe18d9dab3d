import assert from "node:assert/strict";
import {test} from "node:test";
import {requesterStandings} from "../../../loaders/requests/requester-standings.ts";

const day = 86_400_000;
const [from, to] = [100 * day, 114 * day];
const cell = (name: string, at: number, requests: number, late: number, missing = 0) => ({
  name,
  hour: at * day,
  requests,
  late,
  missing
});

test("requesterStandings() compares with the stretch of equal length before", () => {
  const standings = requesterStandings(
    [
      cell("ann", 85, 99, 99),
      cell("ann", 86, 10, 5),
      cell("ann", 100, 10, 1),
      cell("ann", 113, 10, 1, 2),
      cell("bob", 101, 4, 1),
      cell("eve", 90, 4, 1)
    ],
    {from, to}
  );
  assert.deepEqual(standings, [
    {name: "ann", requests: 20, share: 0.2, before: 0.5, weekly: [0.5, null, 0.1, 0.3]},
    {name: "bob", requests: 4, share: 0.25, before: null, weekly: [null, null, 0.25, null]}
  ]);
});

test("requesterStandings() ranks nobody who asked for nothing", () => {
  assert.deepEqual(requesterStandings([cell("eve", 90, 4, 1)], {from, to}), []);
});
