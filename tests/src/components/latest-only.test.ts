import assert from "node:assert/strict";
import {test} from "node:test";
import {latestOnly} from "../../../src/components/latest-only.ts";

/** Work that is done when the test says so. */
function slowWork() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const failures: unknown[] = [];
  const work = latestOnly<string>(
    (wanted) => {
      begun.push(wanted);
      return new Promise((resolve, reject) =>
        ends.push(() => (wanted === "bad" ? reject(new Error("not done: bad")) : resolve()))
      );
    },
    (error) => failures.push(error)
  );
  const end = async () => {
    ends.shift()!();
    await new Promise(setImmediate);
  };
  return {work, begun, failures, end};
}

test("latestOnly() begins at once, then with the latest of what came meanwhile", async () => {
  const {work, begun, end} = slowWork();
  for (const wanted of ["first", "second", "third"]) work.put(wanted);
  assert.deepEqual(begun, ["first"]);
  await end();
  assert.deepEqual(begun, ["first", "third"]);
  await end();
  work.put("fourth");
  assert.deepEqual(begun, ["first", "third", "fourth"]);
});

test("latestOnly() forgets what has not begun when told so", async () => {
  const {work, begun, end} = slowWork();
  work.put("first");
  work.put("second");
  work.drop();
  await end();
  assert.deepEqual(begun, ["first"]);
});

test("latestOnly() tells what failed and goes on", async () => {
  const {work, begun, failures, end} = slowWork();
  work.put("bad");
  work.put("good");
  await end();
  assert.match(String(failures[0]), /not done: bad/);
  assert.deepEqual(begun, ["bad", "good"]);
});
