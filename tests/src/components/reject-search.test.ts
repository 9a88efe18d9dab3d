import assert from "node:assert/strict";
import {test} from "node:test";
import {frequent, reasonKind, searchRejects} from "../../../src/components/reject-search.js";

const reject = (position: string, source: string, reason: string, raw: string) => ({
  time: 0,
  dataset: "readings",
  position,
  source,
  reason,
  raw
});
const rejects = [
  reject("1", "plant", "flow is not a number: 12,3", "001 12,3"),
  reject("2", "plant", "expected 5 fields, found 2", "001 x"),
  reject("3", "api", "flow is not a number: x", "{}")
];
const found = (search: Partial<Parameters<typeof searchRejects>[1]>) =>
  searchRejects(rejects, {source: "", reason: "", text: "", ...search}).map(({position}) => position);

test("searchRejects() finds by source, kind of reason and every word of a text, together", () => {
  assert.deepEqual(found({}), ["1", "2", "3"]);
  assert.deepEqual(found({source: "plant"}), ["1", "2"]);
  assert.deepEqual(found({reason: "flow is not a number"}), ["1", "3"]);
  assert.deepEqual(found({text: " 001  PLANT "}), ["1", "2"]);
  assert.deepEqual(found({text: "001 number"}), ["1"]);
  assert.deepEqual(found({source: "api", text: "001"}), []);
});

test("reasonKind() leaves out the value that a reason ends in", () => {
  assert.equal(reasonKind("flow is not a number: 12: 3"), "flow is not a number");
  assert.equal(reasonKind("no value"), "no value");
});

test("frequent() counts values, the most frequent first", () => {
  assert.deepEqual(frequent(["a", "b", "b"]), [
    {value: "b", count: 2},
    {value: "a", count: 1}
  ]);
});
