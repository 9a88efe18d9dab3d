import assert from "node:assert/strict";
import {test} from "node:test";
import {Attempts} from "../../../../collector/serve/login/attempts.ts";

test("attempts.begin() locks a name out wherever it is tried from, and an address whatever names it tries", () => {
  let now = 0;
  const attempts = new Attempts({byUser: 2, byAddress: 4, windowMs: 60_000}, () => now);
  assert.deepEqual([attempts.begin({user: "a", address: "1"}), attempts.begin({user: "a", address: "2"})], [0, 0]);
  now = 10_000;
  assert.equal(attempts.begin({user: "a", address: "3"}), 50);
  for (const name of ["b", "c", "d"]) assert.equal(attempts.begin({user: name, address: "1"}), 0);
  assert.equal(attempts.begin({user: "e", address: "1"}), 50);
  assert.equal(attempts.begin({user: "e", address: "2"}), 0);
  now = 60_000;
  assert.equal(attempts.begin({user: "a", address: "3"}), 0);
  assert.equal(attempts.begin({user: "e", address: "1"}), 0);
});

test("attempts.succeed() forgets the name's failures and not the address's", () => {
  const attempts = new Attempts({byUser: 2, byAddress: 3}, () => 0);
  attempts.begin({user: "a", address: "1"});
  attempts.begin({user: "own", address: "1"});
  attempts.succeed({user: "own", address: "1"});
  attempts.begin({user: "a", address: "1"});
  assert.notEqual(attempts.begin({user: "a", address: "2"}), 0);
  attempts.begin({user: "own", address: "1"});
  attempts.succeed({user: "own", address: "1"});
  assert.equal(attempts.begin({user: "b", address: "1"}), 0);
  assert.notEqual(attempts.begin({user: "own", address: "1"}), 0);
});

test("attempts.begin() counts a known browser by itself, whatever others try", () => {
  const attempts = new Attempts({byUser: 2, byAddress: 3}, () => 0);
  const browser = {user: "a", address: "1", browser: "mine"};
  for (const address of ["1", "1", "2"]) attempts.begin({user: "a", address});
  assert.notEqual(attempts.begin({user: "a", address: "3"}), 0);
  assert.deepEqual([attempts.begin(browser), attempts.begin(browser)], [0, 0]);
  assert.notEqual(attempts.begin(browser), 0);
  assert.equal(attempts.begin({...browser, browser: "other"}), 0);
  attempts.succeed({...browser, browser: "other"});
  assert.notEqual(attempts.begin({user: "a", address: "3"}), 0, "the name's failures stay");
  assert.equal(attempts.begin({user: "b", address: "1"}), 0, "the address is charged for no known browser");
});

test("attempts.begin() counts all names together that nobody can have", () => {
  const attempts = new Attempts({byUser: 2, byAddress: 99}, () => 0);
  for (const user of ["a b", "x".repeat(4000)]) assert.equal(attempts.begin({user, address: "1"}), 0);
  assert.notEqual(attempts.begin({user: "\u009b", address: "1"}), 0);
});

test("attempts.begin() locks out no longer because the clock was set back", (t) => {
  t.mock.timers.enable({apis: ["Date"], now: Date.UTC(2030, 0, 1)});
  const attempts = new Attempts({byUser: 1});
  attempts.begin({user: "a", address: "1"});
  t.mock.timers.setTime(Date.UTC(2026, 0, 1));
  const wait = attempts.begin({user: "a", address: "1"});
  assert.ok(wait > 0 && wait <= 900, String(wait));
});
