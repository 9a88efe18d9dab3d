import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("weir token add prints the token alone, once; list and remove know its name", async (t) => {
  const data = temporaryFolder(t);
  const config = join(data, "weir.config.mts");
  writeFileSync(
    config,
    `export default ${JSON.stringify({data, server: {login: {users: "users.json"}}, sources: {}})};\n`
  );
  const token = (...args: string[]) => runWeir(t, ["-c", config, "token", ...args]).exit;
  const added = await token("add", "keda", "--role", "reader");
  assert.match(added.stdout, /^weir_[\w-]{43}\n$/, added.stderr);
  assert.match(added.stderr, /not shown again: Authorization: Bearer <token>/);
  const listed = await token("list");
  assert.match(listed.stdout, /^name +role +created \(UTC\) +last used \(UTC\)\nkeda +reader +20\d\d-.*never\n$/);
  assert.equal(listed.stdout.includes(added.stdout.trim()), false);
  assert.match((await token("add", "keda", "--role", "reader")).stderr, /^weir: token is there already: keda/);
  assert.match((await token("add", "a b", "--role", "reader")).stderr, /^weir: invalid name: a b/);
  assert.equal((await token("add", "b", "--role", "king")).code, 2);
  assert.equal((await token("remove", "keda")).code, 0);
  assert.deepEqual(JSON.parse((await token("list", "--json")).stdout), []);
});
