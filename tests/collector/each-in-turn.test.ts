import assert from "node:assert/strict";
import {test} from "node:test";
import {setImmediate as turn} from "node:timers/promises";
import {eachInTurn} from "../../collector/each-in-turn.ts";

test("eachInTurn() takes every step after the one before has ended, and tells of each that failed", async () => {
  const done: string[] = [];
  const step =
    (name: string, fails = false) =>
    async () => {
      done.push(`${name} begins`);
      await turn();
      done.push(`${name} ends`);
      if (fails) throw new Error(`${name} is broken`);
    };
  const atOnce = () => {
    throw new Error("no promise either");
  };
  const failed: string[] = [];
  await eachInTurn([step("server", true), atOnce, step("watch", true), step("collector")], (text) => failed.push(text));
  assert.deepEqual(
    done,
    ["server", "watch", "collector"].flatMap((name) => [`${name} begins`, `${name} ends`])
  );
  assert.deepEqual(failed, ["server is broken", "no promise either", "watch is broken"]);
});
