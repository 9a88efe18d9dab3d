import assert from "node:assert/strict";
import {chmodSync, rmSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {soundLake} from "../../support/sound-lake.ts";

test("verify() says that others can read the hashing key", async (t) => {
  const {data, problems} = await soundLake(t);
  const key = join(data, "secret.key");
  chmodSync(key, 0o640);
  assert.deepEqual(await problems(), ["secret open to others: secret.key: mode 640 (run chmod 600)"]);
  rmSync(key);
  assert.deepEqual(await problems(), [], "it may be in WEIR_SECRET");
});
