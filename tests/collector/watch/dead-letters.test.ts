import assert from "node:assert/strict";
import {mkdirSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {DeadLetters} from "../../../collector/watch/dead-letters.ts";
import {afterTest} from "../../support/after-test.ts";
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
  await first.close();
  const next = await DeadLetters.open(path, {most: 2});
  afterTest(t, () => next.close());
  assert.equal(next.count, 2);
  assert.equal(readFileSync(path, "utf8").trim().split("\n").length, 2);
  rmSync(path);
  assert.equal(await next.add(letter("c")), true, "there is room again");
  assert.equal(next.count, 1);
});

test("letters.add() throws what it cannot keep, and does not count it", async (t) => {
  const path = join(temporaryFolder(t), "hook.ndjson");
  const letters = await DeadLetters.open(path);
  afterTest(t, () => letters.close());
  mkdirSync(path);
  await assert.rejects(letters.add(letter("a")), /EISDIR/);
  assert.equal(letters.count, 0);
  rmSync(path, {recursive: true});
  assert.equal(await letters.add(letter("a")), true);
  assert.match(readFileSync(path, "utf8"), /"id":"a"/);
});
