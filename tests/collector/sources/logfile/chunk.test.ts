import assert from "node:assert/strict";
import {test} from "node:test";
import {linesOf} from "../../../../collector/sources/logfile/chunk.ts";

const shown = (text: string, end = 100 + text.length) =>
  Array.from(linesOf({offset: 100, end, bytes: Buffer.from(text)}), (line) => ({
    ...line,
    bytes: line.bytes.toString()
  }));

test("linesOf() finds lines ended by LF or CRLF, and where they stand", () => {
  assert.deepEqual(shown("one\ntwo\r\n\n"), [
    {offset: 100, end: 104, length: 3, bytes: "one"},
    {offset: 104, end: 109, length: 3, bytes: "two"},
    {offset: 109, end: 110, length: 0, bytes: ""}
  ]);
});

test("linesOf() leaves out the NUL bytes before a line, and no others", () => {
  assert.deepEqual(shown("\0\0one\n\0\n\0tw\0o\n"), [
    {offset: 102, end: 106, length: 3, bytes: "one"},
    {offset: 107, end: 108, length: 0, bytes: ""},
    {offset: 109, end: 114, length: 4, bytes: "tw\0o"}
  ]);
});

test("linesOf() takes a last line without its end, and the beginning of a line that is too long", () => {
  assert.deepEqual(shown("one\ntw"), [
    {offset: 100, end: 104, length: 3, bytes: "one"},
    {offset: 104, end: 106, length: 2, bytes: "tw"}
  ]);
  assert.deepEqual(shown("begin", 5000), [{offset: 100, end: 5000, length: 4900, bytes: "begin"}]);
});
