import assert from "node:assert/strict";
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import test from "node:test";
import {demoAnchor} from "../../../data/demo/anchor.ts";
import {anchor, temporaryFolder} from "./fixture.ts";

test("demoAnchor(data) keeps the whole minute of the first call for ever", (t) => {
  const data = temporaryFolder(t);
  assert.equal(demoAnchor(data, {now: () => anchor + 31_416}), anchor);
  assert.equal(demoAnchor(data, {now: () => anchor + 86_400_000}), anchor);
  assert.deepEqual(readdirSync(join(data, "simulation")), ["anchor.json"]);
});

test("demoAnchor(data) refuses a file that is no anchor", (t) => {
  const data = temporaryFolder(t);
  mkdirSync(join(data, "simulation"));
  writeFileSync(join(data, "simulation", "anchor.json"), "{");
  assert.throws(() => demoAnchor(data), /not an anchor: .*anchor\.json \(remove its folder to start over\)/);
});
