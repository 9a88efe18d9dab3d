import assert from "node:assert/strict";
import {execFileSync, spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import {copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {userInfo} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import type {ServerOptions} from "../../collector/serve.ts";
import {findProgram} from "../support/find-program.ts";
import {localUsers, usersFile} from "../support/login-session.ts";
import {meetServer} from "../support/needs.ts";
import {root} from "../support/root.ts";
import {serveFiles} from "../support/serve-files.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const unit = join(root, "deploy/weir.service");

test("systemd finds nothing wrong with weir.service, and little that it could do besides its work", (t) => {
  let analyze: string;
  try {
    analyze = meetServer("systemd-analyze", "systemd", "systemd-analyze");
  } catch (error) {
    return t.skip((error as Error).message);
  }
  const folder = temporaryFolder(t);
  const copy = join(folder, "weir.service");
  writeFileSync(copy, readFileSync(unit, "utf8").replace("/usr/bin/node", process.execPath));
  const verified = spawnSync(analyze, ["verify", "--man=no", copy], {encoding: "utf8"});
  assert.deepEqual([verified.status, verified.stderr], [0, ""]);
  const {stdout} = spawnSync(analyze, ["security", "--offline=true", "--no-pager", copy], {encoding: "utf8"});
  const exposure = /exposure level for weir.service: ([\d.]+)/.exec(stdout)?.[1];
  assert.ok(Number(exposure) <= 2.5, stdout);
});

test("weir.service makes all that Weir writes in a checkout, for Weir's user, before it starts", (t) => {
  const text = readFileSync(unit, "utf8");
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "";
  const [, script = ""] = /^\+\/bin\/sh -c '(.*)'$/.exec(setting("ExecStartPre")) ?? [];
  const checkout = temporaryFolder(t);
  const left = "node_modules/.cache/weir"; // as root's commands leave it
  for (const folder of ["src", left]) mkdirSync(join(checkout, folder), {recursive: true});
  const {uid, username} = userInfo();
  const user = uid === 0 ? "nobody" : username;
  const asUser = script.replace(` ${setting("User")}: `, ` ${user}: `);
  const {status, stderr} = spawnSync("/bin/sh", ["-c", asUser], {cwd: checkout, encoding: "utf8"});
  assert.deepEqual([status, stderr], [0, ""]);
  const folders = ["src/.observablehq", "node_modules/.cache"];
  const [owner, place] = [Number(execFileSync("id", ["-u", user])), setting("WorkingDirectory")];
  assert.equal(setting("ReadWritePaths"), folders.map((folder) => `-${place}/${folder}`).join(" "));
  for (const folder of [...folders, left]) assert.equal(statSync(join(checkout, folder)).uid, owner, folder);
});

test("Containerfile builds", (t) => {
  const builder = findProgram(["podman", "buildah", "docker"]);
  const build = (...args: string[]) => spawnSync(builder!, args, {cwd: root, encoding: "utf8"});
  if (!builder || build("info").status !== 0)
    return t.skip("no builder of containers works here (install Debian's podman)");
  const base = /^FROM (\S+)$/m.exec(readFileSync(join(root, "deploy/Containerfile"), "utf8"))![1]!;
  if (!["inspect", "pull"].some((verb) => build(verb, base).status === 0))
    return t.skip(`${base} is not here and cannot be fetched (connect the machine, or load the image)`);
  const {status, stderr} = build("build", "-t", "weir-test", "-f", "deploy/Containerfile", ".");
  assert.equal(status, 0, stderr);
  build("rmi", "weir-test");
});

test("Containerfile copies what there is and starts what there is", (t) => {
  const folder = temporaryFolder(t);
  const lines = readFileSync(join(root, "deploy/Containerfile"), "utf8").split("\n");
  const copied = lines.flatMap((line) => /^COPY (?!--from)(.*) \S+$/.exec(line)?.[1]?.split(" ") ?? []);
  assert.ok(copied.includes("package-lock.json"));
  for (const file of copied.filter((name) => name !== ".")) copyFileSync(join(root, file), join(folder, file));
  const command = JSON.parse(/^CMD (\[.*\])$/m.exec(lines.join("\n"))?.[1] ?? "[]") as string[];
  const [program, script = "", ...args] = command;
  assert.deepEqual([program, args], ["node", ["up"]]);
  assert.match(readFileSync(join(root, script), "utf8"), /^#!/);
});

test("Containerfile's health check finds a server that is well, with a prefix and a login as without", async (t) => {
  const text = readFileSync(join(root, "deploy/Containerfile"), "utf8");
  const [, flag = "", script = ""] = JSON.parse(/CMD (\["node", "-e".*\])$/m.exec(text)?.[1] ?? "[]") as string[];
  const says = async (options: Partial<ServerOptions>) => {
    const {url} = await serveFiles(t, {"index.html": ""}, options);
    const asked = script.replace("127.0.0.1:3000", new URL(url).host);
    assert.notEqual(asked, script);
    const [code] = await once(spawn(process.execPath, [flag, asked]), "exit");
    return code;
  };
  const login = localUsers(await usersFile(t));
  for (const options of [{}, {login}, {prefix: "/weir"}, {prefix: "/weir", login}])
    assert.equal(await says(options), 0, JSON.stringify(options));
  for (const prefix of ["", "/weir"]) assert.equal(await says({prefix, health: () => ["the disk is full"]}), 1);
});
