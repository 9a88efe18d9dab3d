import assert from "node:assert/strict";
import {open, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {test} from "node:test";
import {FileCache} from "../../../collector/serve/file-cache.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

/** A cache for three files of ten bytes, and how one comes into it. */
async function smallCache(t: Parameters<typeof temporaryFolder>[0]) {
  const path = join(temporaryFolder(t), "file");
  await writeFile(path, "0123456789");
  const cache = new FileCache(30);
  const read = async (key: string, bytes = 10) => String(await cache.read(key, await open(path), bytes));
  const keys = (...all: string[]) => all.filter((key) => cache.get(key));
  return {cache, read, keys};
}

test("a full cache lets the oldest content go that nobody asked for since", async (t) => {
  const {read, cache} = await smallCache(t);
  for (const key of ["a", "b", "c"]) assert.equal(await read(key), "0123456789");
  assert.ok(cache.get("a"));
  await read("d");
  assert.equal(cache.get("b"), undefined, "the oldest but one, since the oldest was asked for");
  for (const key of ["a", "c", "d"]) assert.ok(cache.get(key), key);
});

test("a cache in which everything was asked for still takes in what is asked for now", async (t) => {
  const {read, keys} = await smallCache(t);
  for (const key of ["a", "b", "c"]) await read(key);
  assert.deepEqual(keys("a", "b", "c"), ["a", "b", "c"]);
  for (let i = 0; i < 2; i++) await read("d");
  const kept = keys("a", "b", "c", "d");
  assert.equal(kept.length, 3);
  assert.ok(kept.includes("d"));
});

test("cache.read() refuses a file that is not as long as it should be, and keeps nothing of it", async (t) => {
  const {read, cache} = await smallCache(t);
  await assert.rejects(read("a", 11), /^Error: damaged file: 10 bytes instead of 11$/);
  assert.equal(cache.get("a"), undefined);
  assert.deepEqual([cache.takes(30), cache.takes(31)], [true, false]);
});
