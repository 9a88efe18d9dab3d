import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {root} from "../../support/root.ts";

const folder = join(root, "src/styles");

/** A selector that asks of every element on the page, each mark of a chart too, about all siblings before it. */
const asksOfAll = /[~+]\s*\*\s*[,{]/;

test("no style asks every element about its siblings: thousands of marks would make that quadratic", () => {
  assert.match("#main > :has(loading) ~ * {", asksOfAll);
  const found = readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .flatMap((line, i) => (asksOfAll.test(line) ? [`src/styles/${file}:${i + 1}: ${line.trim()}`] : []))
  );
  assert.deepEqual(found, [], "confine it to the elements meant, as in ~ :is(#observablehq-main > *)");
});
