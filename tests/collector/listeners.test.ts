import assert from "node:assert/strict";
import {test} from "node:test";
import {Listeners} from "../../collector/listeners.ts";
import {waitFor} from "../support/wait-for.ts";

test("listeners.tell() tells everyone until they have had enough", () => {
  const listeners = new Listeners<number>();
  const heard: string[] = [];
  const first = listeners.add((n) => heard.push(`first ${n}`));
  listeners.add((n) => heard.push(`second ${n}`));
  listeners.tell(1);
  first();
  listeners.tell(2);
  assert.deepEqual(heard, ["first 1", "second 1", "second 2"]);
});

test("listeners.tell() goes on after a listener that throws or whose promise rejects", async () => {
  const failures: unknown[] = [];
  const listeners = new Listeners<number>((error) => failures.push(error));
  const heard: number[] = [];
  listeners.add(() => {
    throw undefined; // not even an error
  });
  listeners.add(async () => {
    throw new Error("later");
  });
  listeners.add((n) => heard.push(n));
  listeners.tell(1);
  assert.deepEqual(heard, [1]);
  await waitFor(() => failures.length === 2);
  assert.deepEqual([failures[0], (failures[1] as Error).message], [undefined, "later"]);
});
