import assert from "node:assert/strict";
import {test} from "node:test";
import {textTable} from "../../collector/text-table.ts";

test("textTable() lines its columns up, and cuts lines to the width", () => {
  const rows = [
    ["plant", "1,204", "a long message"],
    ["x", "1", ""]
  ];
  assert.equal(textTable(["source", "n", ""], rows), "source  n\nplant   1,204  a long message\nx       1\n");
  assert.equal(textTable(["source", "n", ""], rows, {width: 18}), "source  n\nplant   1,204  a …\nx       1\n");
});

test("textTable() shows what a terminal would obey", () => {
  assert.equal(textTable(["raw"], [["\u001b[2J\nrm\u202e"]]), "raw\n\\u001b[2J\\u000arm\\u202e\n");
});
