import assert from "node:assert/strict";
import {mkdirSync, readFileSync, rmdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {Message} from "../../../collector/watch/message.ts";
import {Outbox} from "../../../collector/watch/outbox.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const message = (id: string): Message => ({id, at: 0, kind: "alerts", alerts: [], text: `${id}\n`});

test("outbox.add() keeps messages in order for the next process, and takes each id once", async (t) => {
  const path = join(temporaryFolder(t), "out.ndjson");
  const first = await Outbox.open(path);
  for (const id of ["a", "b", "a", "c"]) await first.add(message(id));
  await first.done("a");
  await first.close();
  const second = await Outbox.open(path);
  t.after(() => second.close());
  assert.deepEqual([second.next?.id, second.pending], ["b", 2]);
  for (const id of ["a", "b"]) await second.add(message(id));
  assert.equal(second.pending, 2);
});

test("outbox.done() may be forgotten in a crash: the message is then there again, with its id", async (t) => {
  const path = join(temporaryFolder(t), "out.ndjson");
  const killed = await Outbox.open(path);
  await killed.add(message("a"));
  await killed.done("a");
  const next = await Outbox.open(path);
  t.after(() => Promise.all([killed.close(), next.close()]));
  assert.equal(next.next?.id, "a");
});

test("outbox.add() drops the oldest beyond its bound, and counts them", async (t) => {
  const path = join(temporaryFolder(t), "out.ndjson");
  const outbox = await Outbox.open(path, {most: 2});
  for (const id of ["a", "b", "c"]) await outbox.add(message(id));
  assert.deepEqual([outbox.next?.id, outbox.pending, outbox.dropped], ["b", 2, 1]);
  await outbox.close();
  const again = await Outbox.open(path, {most: 2});
  t.after(() => again.close());
  assert.deepEqual([again.next?.id, again.pending], ["b", 2]);
});

test("outbox.done() keeps the file short, however many messages have gone", async (t) => {
  const path = join(temporaryFolder(t), "out.ndjson");
  const outbox = await Outbox.open(path);
  for (let i = 0; i < 6000; i++) {
    const id = `m${i}`;
    void outbox.add(message(id));
    await outbox.done(id);
  }
  await outbox.add(message("last"));
  await outbox.close();
  assert.ok(statSync(path).size < 6000 * 60);
  const again = await Outbox.open(path);
  t.after(() => again.close());
  assert.deepEqual([again.pending, again.next?.id], [1, "last"]);
});

test("outbox.add() keeps the file short though nobody takes anything", async (t) => {
  const path = join(temporaryFolder(t), "out.ndjson");
  const outbox = await Outbox.open(path, {most: 10});
  for (let i = 0; i < 6000; i++) await outbox.add(message(`m${i}`));
  await outbox.close();
  assert.ok(readFileSync(path, "utf8").split("\n").length < 4500);
  const again = await Outbox.open(path, {most: 10});
  t.after(() => again.close());
  assert.deepEqual([again.pending, again.next?.id], [10, "m5990"]);
});

test("outbox.add() drops the oldest beyond its bound of bytes, but never the only one", async (t) => {
  const outbox = await Outbox.open(join(temporaryFolder(t), "out.ndjson"), {mostBytes: 200});
  t.after(() => outbox.close());
  for (const id of ["a", "b", "c", "d"]) await outbox.add(message(id));
  assert.equal(outbox.next?.id, "b");
  await outbox.add({...message("e"), text: "e".repeat(1000)});
  assert.deepEqual([outbox.next?.id, outbox.pending, outbox.dropped], ["e", 1, 4]);
});

test("outbox.add() of what is known waits until it is on disk", async (t) => {
  const path = join(temporaryFolder(t), "out.ndjson");
  const outbox = await Outbox.open(path);
  t.after(() => outbox.close());
  mkdirSync(path);
  await assert.rejects(outbox.add(message("a")), {code: "EISDIR"});
  await assert.rejects(outbox.add(message("a")), {code: "EISDIR"});
  rmdirSync(path);
  await outbox.add(message("a"));
  assert.deepEqual([outbox.pending, JSON.parse(readFileSync(path, "utf8")).id], [1, "a"]);
});
