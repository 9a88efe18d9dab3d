import assert from "node:assert/strict";
import {test} from "node:test";
import {redrawQueue} from "../../../src/components/redraw-queue.ts";

/** A queue whose time passes by hand. */
function queueByHand() {
  const timers = new Set<{run: () => void}>();
  const wait = (run: () => void) => {
    const timer = {run};
    timers.add(timer);
    return timer;
  };
  const queue = redrawQueue({}, {wait, cancel: (timer) => timers.delete(timer as {run: () => void})});
  const pass = () => {
    const due = [...timers];
    timers.clear();
    for (const {run} of due) run();
  };
  return {queue, pass};
}

test("redrawQueue.put() runs the latest work of each owner, one piece at a time", () => {
  const {queue, pass} = queueByHand();
  const [one, two] = [{}, {}];
  const done: string[] = [];
  queue.put(one, () => done.push("one, old"));
  queue.put(two, () => done.push("two"));
  queue.put(one, () => done.push("one"));
  assert.deepEqual(done, []);
  pass();
  assert.deepEqual(done, ["one"]);
  pass();
  assert.deepEqual(done, ["one", "two"]);
});

test("redrawQueue.drop() forgets what an owner put in", () => {
  const {queue, pass} = queueByHand();
  const owner = {};
  let ran = false;
  queue.put(owner, () => (ran = true));
  queue.drop(owner);
  pass();
  assert.equal(ran, false);
});
