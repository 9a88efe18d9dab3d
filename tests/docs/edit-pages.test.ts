import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {pageTemplate} from "../../collector/new/page-template.ts";
import {root} from "../support/root.ts";

test("docs/edit-pages.md shows the page that weir new page writes", () => {
  const text = readFileSync(join(root, "docs/edit-pages.md"), "utf8");
  const [, page] = /^````md\n(.*?)^````$/ms.exec(text) ?? [];
  assert.equal(page, pageTemplate("Water use", 0));
});
