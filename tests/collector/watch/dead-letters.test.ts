import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {DeadLetters} from "../../../collector/watch/dead-letters.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const letter = (id: string) => ({
  at: 0,
  problem: "answers 400",
  message: {id, at: 0, kind: "alerts" as const, alerts: [], text: `${id}\n`}
});

test("letters.add() keeps each message once, as many as there is room for, over restarts", async (t) => {
  const path = join(temporaryFolder(t), "refused", "hook.ndjson");
  const first = await DeadLetters.open(path, {most: 2});
  assert.equal(first.count, 0);
  assert.deepEqual(
    [await first.add(letter("a")), await first.add(letter("a")), await first.add(letter("b"))],
    [true, true, true]
  );
  assert.equal(await first.add(letter("c")), false);

  const next = await DeadLetters.open(path, {most: 2});
  assert.equal(next.count, 2);
  assert.equal(readFileSync(path, "utf8").trim().split("\n").length, 2);
  rmSync(path);
  assert.equal(await next.add(letter("c")), true, "there is room again");
  assert.equal(next.count, 1);
});

test("letters.add() throws what it cannot keep, and does not count it", async (t) => {
  const path = join(temporaryFolder(t), "hook.ndjson");
  const letters = await DeadLetters.open(path);
  mkdirSync(path);
  await assert.rejects(letters.add(letter("a")), /EISDIR/);
  assert.equal(letters.count, 0);
  rmSync(path, {recursive: true});
  assert.equal(await letters.add(letter("a")), true);
  assert.match(readFileSync(path, "utf8"), /"id":"a"/);
});

test("letters.done() takes a message away for every process, and with the last one the file", async (t) => {
  const path = join(temporaryFolder(t), "hook.ndjson");
  const watch = await DeadLetters.open(path);
  for (const id of ["a", "b", "c"]) await watch.add(letter(id));
  const command = await DeadLetters.open(path);
  await command.done("a");
  assert.equal(watch.count, 3);
  await watch.look();
  assert.deepEqual([watch.count, watch.has("a")], [2, false]);
  await watch.add(letter("d"));
  await watch.add(letter("a"));
  assert.deepEqual(await idsIn(command), ["b", "c", "d", "a"], "refused again, it is the last one");
  for (const id of ["b", "c", "d", "a"]) await command.done(id);
  assert.deepEqual([command.count, existsSync(path)], [0, false]);
  await watch.look();
  assert.equal(watch.count, 0);
  assert.equal(await watch.add(letter("e")), true);
  assert.deepEqual(await idsIn(command), ["e"]);
});

test("letters are kept in order and none is lost while two processes add and take at once", async (t) => {
  const path = join(temporaryFolder(t), "hook.ndjson");
  const [watch, command] = [await DeadLetters.open(path), await DeadLetters.open(path)];
  const added = Array.from({length: 200}, (_, i) => `${i}`);
  const taken: string[] = [];
  let isAdding = true;
  const adding = async () => {
    for (const id of added) await watch.add(letter(id));
    isAdding = false;
  };
  const taking = async () => {
    for (let ids = await idsIn(command); ids.length || isAdding; ids = await idsIn(command))
      for (const id of ids) {
        await command.done(id);
        taken.push(id);
      }
  };
  await Promise.all([adding(), taking()]);
  assert.deepEqual([...new Set(taken)], added);
  assert.equal(existsSync(path), false);
});

test("DeadLetters.open() takes back what a killed process had put aside, and leaves out a line that was torn", async (t) => {
  const path = join(temporaryFolder(t), "hook.ndjson");
  writeFileSync(`${path}.past`, `${JSON.stringify(letter("a"))}\n{"done":"a"}\n${JSON.stringify(letter("b"))}\n`);
  writeFileSync(path, `${JSON.stringify(letter("c"))}\n{"at":0,"prob`);
  const letters = await DeadLetters.open(path);
  assert.deepEqual(await idsIn(letters), ["c", "b"]);
  assert.equal(existsSync(`${path}.past`), false);
});

const idsIn = async (letters: DeadLetters): Promise<string[]> => (await letters.all()).map(({message}) => message.id);
