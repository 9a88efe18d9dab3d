import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {heldBucket} from "../../support/held-bucket.ts";
import {usersFile} from "../../support/login-session.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const noon = Date.UTC(2026, 10, 21, 12);

test("weir serve stops while a rollback is on its way to a target, and notes how far it came", async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, "data");
  const {id} = await publishFiles({"index.html": "old"}, {data, now: noon});
  await publishFiles({"index.html": "new"}, {data, now: noon + 1000});
  const {endpoint, asked} = await heldBucket(t);
  const keys = {accessKeyId: {env: "HOME"}, secretAccessKey: {env: "HOME"}}; // any will do
  const config = {
    data,
    demo: false,
    sources: {},
    server: {login: {users: await usersFile(t)}},
    publish: {targets: {held: {kind: "s3", endpoint, bucket: "bucket", ...keys}}}
  };
  const file = join(folder, "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  const added = await runWeir(t, ["--config", file, "token", "add", "panel", "--role", "operator"]).exit;
  const weir = runWeir(t, ["--config", file, "serve"], {env: {PORT: "0"}});
  const url = await waitFor(() => /serving (http:\S+)/.exec(weir.stderr)?.[1]);
  const headers = {authorization: `Bearer ${added.stdout.trim()}`};
  const answer = await fetch(`${url}/api/snapshots/${id}/rollback`, {method: "POST", headers});
  assert.equal(answer.status, 200);
  await waitFor(() => asked() === 1);

  weir.kill("SIGTERM");
  await waitFor(() => weir.child.exitCode !== null, {message: () => `an end (${weir.stderr})`});
  assert.equal(weir.child.exitCode, 0);
  const {tries} = JSON.parse(readFileSync(join(data, "targets", "held.json"), "utf8"));
  assert.deepEqual([tries.length, tries[0].snapshot, tries[0].ok], [1, id, false]);
  assert.match(weir.stderr, /target held failed, it is tried again at the next publish: stopped/);
});
