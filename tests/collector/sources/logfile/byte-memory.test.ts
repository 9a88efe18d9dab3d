import assert from "node:assert/strict";
import {test} from "node:test";
import {ByteMemory} from "../../../../collector/sources/logfile/byte-memory.ts";
import {seeded} from "../../../support/random.ts";

function textOf(memory: ByteMemory, key: string): string | null {
  const bytes = Buffer.from(`<${key}>`, "latin1");
  const entry = memory.find(bytes, 1, bytes.length - 1);
  if (entry < 0) return null;
  const target = Buffer.alloc(memory.lengthOf(entry) + 2, ".");
  assert.equal(memory.write(entry, target, 1), target.length - 1);
  return target.toString("utf8", 1, target.length - 1);
}

test("memory.find() computes the text of a key once", () => {
  const asked: string[] = [];
  const memory = new ByteMemory((key) => {
    asked.push(key);
    return `${key} é`;
  });
  const keys = ["a", "b", "ab", "", "\u00ff\u0000", "a"];
  for (const key of [...keys, ...keys]) assert.equal(textOf(memory, key), `${key} é`);
  assert.deepEqual(asked, ["a", "b", "ab", "", "\u00ff\u0000"]);
});

test("memory.find() says of a key without a text that there is none, each time", () => {
  let asked = 0;
  const memory = new ByteMemory((key) => (++asked && key === "none" ? null : key));
  assert.deepEqual([textOf(memory, "none"), textOf(memory, "some"), textOf(memory, "none")], [null, "some", null]);
  assert.equal(asked, 3);
});

test("memory.find() is right however many keys there are, and forgets instead of growing for ever", () => {
  const random = seeded(5);
  let asked = 0;
  const memory = new ByteMemory((key) => {
    asked += 1;
    return `text of ${key}`;
  });
  for (let i = 0; i < 120_000; i++) assert.equal(textOf(memory, `10.0.${i}`), `text of 10.0.${i}`);
  for (let i = 0; i < 20_000; i++) {
    const key = `10.0.${Math.floor(random() * 120_000)}`;
    assert.equal(textOf(memory, key), `text of ${key}`);
  }
  assert.ok(asked > 120_000, "the first keys were to be forgotten");
  const long = "x".repeat(5 * 2 ** 20);
  for (const key of [`${long}1`, `${long}2`, "short", `${long}1`]) assert.equal(textOf(memory, key), `text of ${key}`);
});
