import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {text} from "node:stream/consumers";
import {type TestContext, test} from "node:test";
import * as pty from "@lydell/node-pty";
import {verifyPassword} from "../../../collector/serve/login/password-hash.ts";
import {root} from "../../support/root.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const program = join(root, "collector/weir.js");

function configured(t: TestContext): string {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, "weir.config.mts"),
    'export default {server: {login: {users: "users.json"}}, sources: {}};\n'
  );
  return folder;
}

async function weirUser(folder: string, args: string[], stdin = "") {
  const child = spawn(process.execPath, [program, "-c", "weir.config.mts", "user", ...args], {cwd: folder});
  child.stdin.end(stdin);
  const [out, error, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once("close", resolve))
  ]);
  return {code, out, error};
}

const userIn = (folder: string, name: string) => JSON.parse(readFileSync(join(folder, "users.json"), "utf8"))[name];

test("weir user add reads the password from stdin and keeps its hash alone, list and remove know the user", async (t) => {
  const folder = configured(t);
  const added = await weirUser(folder, ["add", "alice", "--role", "admin"], "correct horse\nmore\n");
  assert.deepEqual([added.code, added.out], [0, ""], added.error);
  const {role, password} = userIn(folder, "alice");
  assert.equal(role, "admin");
  assert.equal(await verifyPassword("correct horse", password), true);
  assert.equal(await verifyPassword("correct horsf", password), false);
  assert.equal(statSync(join(folder, "users.json")).mode & 0o777, 0o600);
  assert.equal((await weirUser(folder, ["list"])).out, "alice  admin\n");
  assert.equal((await weirUser(folder, ["remove", "alice"])).code, 0);
  assert.deepEqual(JSON.parse((await weirUser(folder, ["list", "--json"])).out), []);
});

test("weir user add refuses a short password, none, and names that cannot be", async (t) => {
  const folder = configured(t);
  for (const [args, stdin, error] of [
    [["alice", "--role", "reader"], "short\n", /^weir: password too short/],
    [["alice", "--role", "reader"], "", /^weir: no password given/],
    [["al ice", "--role", "reader"], "correct horse\n", /^weir: invalid name: al ice/],
    [["alice", "--role", "king"], "", /^weir: .*king/]
  ] as const) {
    const result = await weirUser(folder, ["add", ...args], stdin);
    assert.match(result.error, error);
    assert.notEqual(result.code, 0);
  }
});

test("weir user add asks at a terminal and shows nothing of what is typed", async (t) => {
  const folder = configured(t);
  const args = [program, "-c", "weir.config.mts", "user", "add", "bob", "--role", "reader"];
  const terminal = pty.spawn(process.execPath, args, {cwd: folder, env: process.env});
  let shown = "";
  terminal.onData((data) => {
    if (!shown.includes("Password for bob: ") && (shown + data).includes("Password for bob: "))
      setTimeout(() => terminal.write("correct horsx\x7fe\r"), 0);
    shown += data;
  });
  const {exitCode} = await new Promise<{exitCode: number}>((resolve) => terminal.onExit(resolve));
  assert.equal(exitCode, 0, shown);
  assert.doesNotMatch(shown, /hors/);
  assert.equal(await verifyPassword("correct horse", userIn(folder, "bob").password), true);
});
