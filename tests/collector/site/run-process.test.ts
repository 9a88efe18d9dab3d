import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {isRunning} from "../../../collector/site/is-running.ts";
import {runNode} from "../../../collector/site/run-process.ts";
import {afterTest} from "../../support/after-test.ts";
import {root} from "../../support/root.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const {env} = process;
/** Tells its number, lets nothing but SIGKILL end it, and stays. */
const stubborn = (file: string) =>
  `process.on("SIGTERM", () => {}); require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid));
   setInterval(() => {}, 1000);`;

const pidIn = (file: string) =>
  waitFor(() => existsSync(file) && Number(readFileSync(file, "utf8")), {message: "a process to tell its number"});

test("runNode() gives what was printed and the exit code, and keeps no finished process waiting", async () => {
  const script = "console.log('out'); console.error('err'); process.exitCode = 3";
  assert.deepEqual(await runNode(["-e", script], {cwd: root, env}), {
    code: 3,
    stdout: "out\n",
    stderr: "err\n",
    timedOut: false
  });
  await assert.rejects(runNode(["-e", ""], {cwd: join(root, "no such folder"), env}), {code: "ENOENT"});
});

test("runNode() starts a process that gives way as much as it is told to, and never less than this one", async () => {
  const module = JSON.stringify(join(root, "collector/site/run-process.ts"));
  const inner = "console.log(os.getPriority())";
  const script = `import {setPriority} from "node:os";
    import {runNode} from ${module};
    setPriority(17);
    for (const niceness of [15, 19])
      process.stdout.write((await runNode(["-e", ${JSON.stringify(inner)}], {cwd: ".", env: process.env, niceness})).stdout);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  assert.deepEqual(await runNode(args, {cwd: root, env}), {code: 0, stdout: "17\n19\n", stderr: "", timedOut: false});
});

test("runNode() rejects with the reason of an abort once the process has ended, one that ignores signals too", async (t) => {
  const file = join(temporaryFolder(t), "pid");
  const controller = new AbortController();
  const running = runNode(["-e", stubborn(file)], {cwd: root, env, signal: controller.signal});
  running.catch(() => {});
  const pid = await pidIn(file);
  controller.abort(new Error("took longer than 1h"));
  await assert.rejects(running, /^Error: took longer than 1h$/);
  assert.equal(isRunning(pid), false);
});

test("runNode() starts a process that ends with this one, also when that is killed", async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "pid");
  const parent = join(folder, "parent.ts");
  const module = JSON.stringify(join(root, "collector/site/run-process.ts"));
  writeFileSync(
    parent,
    `import {runNode} from ${module};
     void runNode(["-e", ${JSON.stringify(stubborn(file))}], {cwd: ${JSON.stringify(root)}, env: process.env});`
  );
  const child = spawn(process.execPath, ["--import", "tsx", parent], {cwd: root, stdio: "ignore"});
  afterTest(t, () => child.kill("SIGKILL"));
  const pid = await pidIn(file);
  afterTest(t, () => isRunning(pid) && process.kill(pid, "SIGKILL"));
  child.kill("SIGKILL");
  await waitFor(() => !isRunning(pid), {message: "the orphan to end"});
});

test("runNode() hands over the words of an error that nobody caught as the last of what was printed", async () => {
  const {code, stderr} = await runNode(["-e", "throw new TypeError('no room: /data')"], {cwd: root, env});
  assert.deepEqual([code, stderr.trim().split("\n").at(-1)], [1, "no room: /data"]);
});
