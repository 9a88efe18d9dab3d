import assert from "node:assert/strict";
import {test} from "node:test";
import {runInNewContext} from "node:vm";
import {parseConfig} from "../../../collector/config.ts";
import {kinds} from "../../../collector/sources/index.ts";

test("kinds carry examples that are right, under their own names", () => {
  for (const [name, {kind, about, example}] of Object.entries(kinds)) {
    assert.equal(kind, name);
    assert.ok(about);
    const source = JSON.parse(JSON.stringify(runInNewContext(`(${example})`)));
    assert.equal(parseConfig({sources: {example: source}}, {env: {}}).sources[0]!.kind, name);
  }
});
