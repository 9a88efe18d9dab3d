import assert from "node:assert/strict";
import {test} from "node:test";
import {type Line, LineSplitter} from "../../../../collector/sources/logfile/line-splitter.ts";

const shown = ({offset, end, bytes, overlong}: Line) => [offset, end, bytes.toString(), overlong];

test("lineSplitter.push() finds the same lines however the bytes are cut", () => {
  const text = "one\ntwo\r\n\nthree\n12345678\n123456789\nrest";
  const expected = [
    [0, 4, "one", false],
    [4, 9, "two", false],
    [9, 10, "", false],
    [10, 16, "three", false],
    [16, 25, "12345678", false],
    [25, 35, "12345678", true]
  ];
  for (let size = 1; size <= text.length; size++) {
    const splitter = new LineSplitter(0, 8);
    const lines: Line[] = [];
    for (let at = 0; at < text.length; at += size) lines.push(...splitter.push(Buffer.from(text.slice(at, at + size))));
    assert.deepEqual(lines.map(shown), expected, `in pieces of ${size}`);
    assert.deepEqual(shown(splitter.flush()!), [35, 39, "rest", false]);
    assert.equal(splitter.flush(), null);
  }
});

test("lineSplitter.push() counts offsets from where it starts", () => {
  assert.deepEqual(new LineSplitter(100, 8).push(Buffer.from("a\nb\n")).map(shown), [
    [100, 102, "a", false],
    [102, 104, "b", false]
  ]);
});
