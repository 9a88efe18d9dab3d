import {mkdtempSync, realpathSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type AfterTest, afterTest} from "./after-test.ts";

/** Makes an empty folder, removed with all it holds when the test ends. Returns its real path. */
export function temporaryFolder(t: AfterTest, {prefix = "weir-", parent = tmpdir()} = {}): string {
  const folder = realpathSync(mkdtempSync(join(parent, prefix)));
  afterTest(t, () => rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100}));
  return folder;
}
