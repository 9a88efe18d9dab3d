import assert from "node:assert/strict";
import {test} from "node:test";
import {setImmediate as turn} from "node:timers/promises";
import {atOnce} from "../../../collector/sources/shared/at-once.ts";

test("atOnce() gives results in the order of the items, and works on no more than the limit", async () => {
  let [working, most] = [0, 0];
  const items = Array.from({length: 50}, (_, i) => i);
  const results = await atOnce(
    items,
    async (item, index) => {
      most = Math.max(most, ++working);
      for (let turns = 0; turns < (item * 7) % 5; turns++) await turn();
      working--;
      return item * 10 + index - item;
    },
    {limit: 8}
  );
  assert.deepEqual(
    results,
    items.map((item) => item * 10)
  );
  assert.equal(most, 8);
});

test("atOnce() throws the first error, and has nothing to do for nothing", async () => {
  await assert.rejects(
    atOnce([1, 2, 3], async (item) => {
      if (item === 2) throw new Error("two");
    }),
    /two/
  );
  assert.deepEqual(await atOnce([], async () => 1), []);
});
