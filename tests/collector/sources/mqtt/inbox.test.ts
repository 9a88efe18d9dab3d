import assert from "node:assert/strict";
import {test} from "node:test";
import {Inbox} from "../../../../collector/sources/mqtt/inbox.ts";

const fill = (inbox: Inbox, from: number, to: number) => {
  for (let released = from; released < to; released++) inbox.push({released});
};

test("Inbox.hold() resumes at once while there is room, else when a batch was taken", () => {
  const inbox = new Inbox(2);
  const resumed: string[] = [];
  inbox.hold(() => resumed.push("first"));
  fill(inbox, 0, 5);
  inbox.hold(() => resumed.push("second"));
  assert.deepEqual(inbox.take(), [{released: 0}, {released: 1}]);
  assert.deepEqual(resumed, ["first"]);
  inbox.take();
  assert.deepEqual(resumed, ["first", "second"]);
});

test("Inbox.close() takes nothing more in, and keeps what is there", async () => {
  const inbox = new Inbox(2);
  const waiting = inbox.wait(60_000);
  fill(inbox, 0, 1);
  inbox.close();
  fill(inbox, 1, 2);
  assert.equal(await waiting, false);
  assert.deepEqual(inbox.take(), [{released: 0}]);
  assert.equal(await inbox.wait(60_000), false);
});

test("Inbox.wait() says when nothing happened", async () => {
  assert.equal(await new Inbox(2).wait(1), true);
});

test("Inbox.fail() wakes who waits, and the first problem stays", async () => {
  const inbox = new Inbox(2);
  const waiting = inbox.wait(60_000);
  inbox.fail(new Error("first"));
  inbox.fail(new Error("second"));
  await waiting;
  assert.equal(inbox.problem?.message, "first");
});
