import assert from "node:assert/strict";
import {statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {hashingKey, keyedHash} from "../../collector/secret.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

test("hashingKey() makes a key once, readable by its owner alone", (t) => {
  const data = temporaryFolder(t);
  const key = hashingKey(data, {});
  assert.deepEqual(hashingKey(data, {}), key);
  assert.equal(statSync(join(data, "secret.key")).mode & 0o777, 0o600);
  assert.notDeepEqual(hashingKey(temporaryFolder(t), {}), key);
});

test("hashingKey() prefers WEIR_SECRET, and refuses a short one and a damaged file", (t) => {
  const data = temporaryFolder(t);
  assert.equal(hashingKey(data, {WEIR_SECRET: "sixteen letters!"}).toString(), "sixteen letters!");
  assert.throws(() => hashingKey(data, {WEIR_SECRET: "short"}), /WEIR_SECRET: too short/);
  writeFileSync(join(data, "secret.key"), "");
  assert.throws(() => hashingKey(data, {}), /damaged key/);
});

test("keyedHash() is stable, depends on the key, and hides the value", () => {
  const hash = keyedHash(Buffer.from("a"));
  assert.equal(hash("KEY-1"), hash("KEY-1"));
  assert.match(hash("KEY-1"), /^[0-9a-f]{24}$/);
  assert.notEqual(hash("KEY-1"), keyedHash(Buffer.from("b"))("KEY-1"));
});
