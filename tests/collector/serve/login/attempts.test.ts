import assert from "node:assert/strict";
import {test} from "node:test";
import {Attempts} from "../../../../collector/serve/login/attempts.ts";

test("attempts.begin() locks a name out wherever it is tried from, and an address whatever names it tries", () => {
  let now = 0;
  const attempts = new Attempts({byUser: 2, byAddress: 4, windowMs: 60_000}, () => now);
  assert.deepEqual([attempts.begin("a", "1"), attempts.begin("a", "2")], [0, 0]);
  now = 10_000;
  assert.equal(attempts.begin("a", "3"), 50);
  for (const name of ["b", "c", "d"]) assert.equal(attempts.begin(name, "1"), 0);
  assert.equal(attempts.begin("e", "1"), 50);
  assert.equal(attempts.begin("e", "2"), 0);
  now = 60_000;
  assert.equal(attempts.begin("a", "3"), 0);
  assert.equal(attempts.begin("e", "1"), 0);
});

test("attempts.succeed() forgets the name's failures and not the address's", () => {
  const attempts = new Attempts({byUser: 2, byAddress: 3}, () => 0);
  attempts.begin("a", "1");
  attempts.begin("own", "1");
  attempts.succeed("own", "1");
  attempts.begin("a", "1");
  assert.notEqual(attempts.begin("a", "2"), 0);
  attempts.begin("own", "1");
  attempts.succeed("own", "1");
  assert.equal(attempts.begin("b", "1"), 0);
  assert.notEqual(attempts.begin("own", "1"), 0);
});
