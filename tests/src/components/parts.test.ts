import assert from "node:assert/strict";
import {test} from "node:test";
import {partsOf} from "../../../src/components/parts.js";

const rows = (names: string) => [...names].map((name, i) => ({name, counts: [i, 1]}));

test("partsOf() gives five parts colours of their own, and counts the rest together in grey", () => {
  const parts = partsOf(rows("abcdefg"));
  assert.deepEqual(
    parts.map(({label}) => label),
    ["a", "b", "c", "d", "e", "2 more"]
  );
  assert.equal(new Set(parts.map(({color}) => color)).size, 6);
  assert.deepEqual(parts.at(-1), {label: "2 more", color: "var(--context)", counts: [11, 2]});
});

test("partsOf() names a sixth that stands alone", () => {
  assert.deepEqual(partsOf(rows("abcdef")).at(-1), {label: "f", color: "var(--context)", counts: [5, 1]});
  assert.deepEqual(partsOf([]), []);
});
