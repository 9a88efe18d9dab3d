import assert from "node:assert/strict";
import {test} from "node:test";
import {type ImbalanceCell, imbalance} from "../../../loaders/requests/imbalance.ts";
import {requestersSentence} from "../../../loaders/requests/requesters-sentence.ts";

/** A hundred hours in each of which every name makes ten requests, so many of them late. */
const hours = (late: Record<string, number>, missing = 0): ImbalanceCell[] =>
  Array.from({length: 100}, (_, hour) =>
    Object.entries(late).map(([name, n]) => ({name, hour, requests: 10, late: n, missing}))
  ).flat();

test("imbalance() finds who is served worse, with numbers", () => {
  const found = imbalance(hours({ann: 1, bob: 1, cleo: 5}));
  assert.deepEqual(
    found.groups.map(({name, verdict}) => [name, verdict]),
    [
      ["cleo", "worse"],
      ["ann", "better"],
      ["bob", "better"]
    ]
  );
  const [cleo] = found.groups;
  assert.equal(cleo!.share, 0.5);
  assert.equal(cleo!.shareOfImbalanced, 5 / 7);
  assert.ok(found.test!.p < 1e-50 && found.test!.cramersV > 0.3);
  assert.ok(found.gini! > 0.3);
  assert.equal(found.giniOfDemand, 0);
  assert.equal(
    requestersSentence(found, 90),
    "cleo (50 %) is served worse than others in the same hour: 23 % of 3,000 requests in 90 days left their hour."
  );
});

test("imbalance() calls nobody unfair when all are served alike", () => {
  const found = imbalance(hours({ann: 2, bob: 2, cleo: 2}, 1));
  assert.ok(found.groups.every(({verdict, share}) => verdict === "even" && share === 0.3));
  assert.equal(found.gini, 0);
  assert.equal(
    requestersSentence(found, 90),
    "Nobody is served worse than others in the same hour: 30 % of 3,000 requests in 90 days left their hour, evenly over 3 requesters (p 1, Cramér's V 0)."
  );
});

test("imbalance() does not judge one with too few requests", () => {
  const found = imbalance([...hours({ann: 1, bob: 1}), {name: "new", hour: 0, requests: 3, late: 3, missing: 0}]);
  assert.equal(found.groups.find(({name}) => name === "new")!.verdict, "few");
});

test("imbalance() blames the hour and not who asks in it", () => {
  const cells = Array.from({length: 100}, (_, day): ImbalanceCell[] => [
    {name: "night", hour: 24 * day + 3, requests: 9, late: 6, missing: 0},
    {name: "day", hour: 24 * day + 3, requests: 3, late: 2, missing: 0},
    {name: "night", hour: 24 * day + 12, requests: 3, late: 0, missing: 0},
    {name: "day", hour: 24 * day + 12, requests: 9, late: 0, missing: 0}
  ]).flat();
  const found = imbalance(cells);
  assert.ok(found.test!.p > 0.999 && found.test!.cramersV < 1e-6);
  assert.ok(found.groups.every(({verdict}) => verdict === "even"));
  assert.match(requestersSentence(found, 90), /^Nobody is served worse than others in the same hour: .*evenly over 2/);
});

test("requestersSentence() says so when service is uneven within the hour but nobody stands out", () => {
  const found = imbalance(hours({ann: 2, bob: 2}));
  const test = {...found.test!, p: 0.01, cramersV: 0.04};
  assert.equal(
    requestersSentence({...found, test}, 90),
    "20 % of 2,000 requests in 90 days left their hour, unevenly among requesters of the same hour (p 0.01, Cramér's V 0.04), but nobody alone is clearly served worse."
  );
});

test("imbalance() of nothing says so", () => {
  assert.deepEqual(imbalance([]), {
    requests: 0,
    imbalanced: 0,
    share: null,
    groups: [],
    gini: null,
    giniOfDemand: null,
    test: null
  });
  assert.equal(requestersSentence(imbalance([]), 90), "No requests to compare yet.");
});
