import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {fuzz} from "../../../bench/support/fuzz.ts";
import {localUsers, usersFile} from "../../support/login-session.ts";
import {serveFiles} from "../../support/serve-files.ts";

const files = {"index.html": "home ".repeat(500), "guide/index.html": "guide", "_file/d.12345678.json": "[1,2,3]"};
const requests = 4000;

test("odd requests get no file outside the site, and no internal error", async (t) => {
  const said: string[] = [];
  const server = await serveFiles(t, files, {say: (line) => said.push(line)});
  const secret = "SECRET-OUTSIDE-THE-SITE";
  writeFileSync(join(server.data, "secret.key"), secret);
  const manifest = readFileSync(join(server.data, "snapshots", server.id!, "manifest.json"), "utf8");
  const secrets = [secret, JSON.parse(manifest).files["index.html"].sha256, "root:x:0"];
  const targets = {port: Number(new URL(server.url).port), id: server.id!, paths: Object.keys(files)};
  const {sent, leaks, refused, statuses} = await fuzz({...targets, requests, secrets});
  assert.ok(sent >= requests);
  assert.deepEqual([leaks, refused, statuses["500"] ?? 0, said], [0, 0, 0, []]);
  for (const status of ["200", "206", "304", "400", "404", "405", "416"])
    assert.ok(statuses[status], `${status} in ${JSON.stringify(statuses)}`);
  const seen = await fuzz({...targets, requests: 400, secrets: ["home home"]});
  assert.ok(seen.leaks > 0, "what is served is found, so what is not would be");
});

test("odd requests get nothing of a site with a login", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const targets = {port: Number(new URL(server.url).port), id: server.id!, paths: Object.keys(files)};
  const {leaks, statuses} = await fuzz({...targets, requests, secrets: ["home home", "guide\r", "[1,2,3]"]});
  assert.deepEqual([leaks, statuses["500"] ?? 0, statuses["206"] ?? 0], [0, 0, 0]);
});
