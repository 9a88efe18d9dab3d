import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

test("new Catalog() says which file is damaged, and what to do", (t) => {
  const data = temporaryFolder(t);
  writeFileSync(join(data, "catalog.db"), "no catalog of ours".repeat(100));
  assert.throws(
    () => new Catalog(data),
    /^Error: cannot open catalog: .*catalog\.db \(file is not a database: restore it/
  );
});
