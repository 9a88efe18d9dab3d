import assert from "node:assert/strict";
import {test} from "node:test";
import {jsonErrorPosition} from "../../../../collector/sources/http-json/json-error-position.ts";

test("jsonErrorPosition() points at the first token that cannot stand there", () => {
  const texts = [
    "[1, 2, ^x]",
    '[{"a": 1}, {"b": ^}]',
    "[1, 2^",
    '{"a" ^1}',
    "[1] ^x",
    "^",
    "[1, ^]",
    '{"a": 1, ^}',
    "[1 ^2]",
    '[{"a": [{}], "b": {}} ^{"c": 1}]',
    '^"unfinished ',
    '[^"control \n"]',
    '[^"\\x"]',
    "[^tru]",
    "[0^1]",
    "[1^}",
    "{^1: 2}",
    '"a\\"b\\u00e9"^,'
  ];
  for (const marked of texts) {
    const position = marked.indexOf("^");
    const text = marked.replace("^", "");
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.equal(jsonErrorPosition(text), position, marked);
  }
});

test("jsonErrorPosition() takes long strings and deep nesting", () => {
  const long = JSON.stringify(["y\n".repeat(1e6)]).slice(0, -1);
  assert.equal(jsonErrorPosition(`${long}x`), long.length);
  assert.equal(jsonErrorPosition("[".repeat(1e6)), 1e6);
});
