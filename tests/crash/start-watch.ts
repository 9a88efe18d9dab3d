import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {join} from "node:path";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {root} from "../support/root.ts";
import type {WatchJob} from "./watch-process.ts";

/** The watch in a process group of its own, so that a kill takes what it has started, too. */
export function startWatch(t: AfterTest, job: WatchJob, secrets: NodeJS.ProcessEnv = {}) {
  const args = ["--import", "tsx", join(root, "tests/crash/watch-process.ts"), JSON.stringify(job)];
  const env = {...process.env, ...secrets};
  const child = spawn(process.execPath, args, {cwd: root, env, detached: true, stdio: ["ignore", "pipe", "pipe"]});
  const texts = {stdout: "", stderr: ""};
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text) => {
      texts[name] += text;
    });
  const closed = once(child, "close");
  const signal = async (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, name);
    await closed;
  };
  afterTest(t, () => signal("SIGKILL"));
  return {
    get printed() {
      return texts.stdout;
    },
    get said() {
      return texts.stderr;
    },
    ended: closed.then(() => child.signalCode),
    kill: () => signal("SIGKILL"),
    async stop() {
      await signal("SIGTERM");
      assert.equal(child.exitCode, 0, texts.stderr);
    }
  };
}
