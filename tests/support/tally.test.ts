import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {root} from "./root.ts";
import {Tally, type TestEvent} from "./tally.ts";

const file = join(root, "tests/a.test.ts");
const passed = (name: string, more: Partial<TestEvent["data"]> = {}): TestEvent => ({
  type: "test:pass",
  data: {name, file, ...more}
});
const failed = (name: string, failureType: string, type = "test"): TestEvent => ({
  type: "test:fail",
  data: {name, file, details: {type, error: {failureType}}}
});

test("tally.add() counts each test once, by its outcome", () => {
  const tally = new Tally();
  tally.add(passed("a"));
  tally.add(passed("b", {skip: true}));
  tally.add(failed("c", "testCodeFailure"));
  tally.add(failed("d", "cancelledByParent"));
  tally.add(failed("e", "hookFailed", "suite"));
  tally.add({type: "test:start", data: {name: "f", file}});
  assert.deepEqual(tally.counts, {tests: 4, suites: 1, pass: 1, fail: 2, cancelled: 1, skipped: 1, todo: 0});
  assert.equal(tally.ok, false);
});

test("tally.ok is false when nothing ran, and when a file holds no test", () => {
  const tally = new Tally();
  assert.equal(tally.ok, false);
  tally.add(passed("a"));
  assert.equal(tally.ok, true);
  tally.add(passed(file));
  assert.equal(tally.ok, false);
  assert.match(tally.summary(), /FILES WITHOUT A TEST:\n {2}tests\/a\.test\.ts/);
});

test("tally.summary() gives the reason of every skipped test, then the totals", () => {
  const tally = new Tally();
  tally.add(passed("builds offline", {skip: "unshare is not allowed"}));
  assert.match(
    tally.summary(),
    /^SKIPPED 1, with the reason:\n {2}tests\/a\.test\.ts: builds offline: unshare is not allowed\n# tests 1\n/
  );
});
