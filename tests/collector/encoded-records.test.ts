import assert from "node:assert/strict";
import {test} from "node:test";
import {EncodedRecords} from "../../collector/encoded-records.ts";

test("EncodedRecords.of() keeps records, their order and their number", () => {
  const records = [
    {text: 'a "quoted"\nline\u0000 é 🙂', list: ["x"], n: 0.1, none: null},
    {text: "", list: [], n: -0}
  ];
  const encoded = EncodedRecords.of(records);
  assert.equal(encoded.length, 2);
  assert.deepEqual(JSON.stringify([...encoded]), JSON.stringify(records));
  assert.deepEqual(JSON.parse(JSON.stringify({encoded})).encoded, JSON.parse(JSON.stringify(records)));
  assert.equal(encoded.lines.filter((byte) => byte === 0x0a).length, 2);
  assert.equal(EncodedRecords.of(encoded), encoded);
});

test("EncodedRecords.of() replaces half a surrogate pair, which UTF-8 cannot hold", () => {
  const halves = [{text: `a${"\ud83d"}b`, list: ["\udc00"]}, {text: "\\ud83d, written out"}];
  assert.deepEqual([...EncodedRecords.of<object>(halves)], [{text: "a\ufffdb", list: ["\ufffd"]}, halves[1]]);
});
