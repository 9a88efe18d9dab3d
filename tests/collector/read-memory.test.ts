import assert from "node:assert/strict";
import {test} from "node:test";
import {ReadMemory} from "../../collector/read-memory.ts";

test("memory.take() gives bytes that nobody else has until all is cleared", () => {
  const memory = new ReadMemory();
  const taken = [3, 5, 0, 40, 1].map((bytes, i) => memory.take(bytes).fill(i + 1));
  assert.deepEqual(
    taken.map((bytes, i) => [bytes.length, bytes.every((byte) => byte === i + 1)]),
    [3, 5, 0, 40, 1].map((bytes) => [bytes, true])
  );
  memory.clear();
  const again = memory.take(30);
  memory.clear();
  assert.equal(memory.take(30).buffer, again.buffer, "the same memory is used again");
});
