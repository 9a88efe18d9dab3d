import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {join} from "node:path";
import {type AfterTest, afterTest} from "./after-test.ts";
import {root} from "./root.ts";

export interface WeirResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface WeirProcess {
  child: ChildProcess;
  /** What it has printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when it has ended, whatever its exit code. */
  exit: Promise<WeirResult>;
  /** Sends a signal to it and to everything it has started. */
  kill(signal?: NodeJS.Signals): void;
}

export interface WeirOptions {
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The checkout whose `weir` is started; another one than this in benchmarks of a fresh clone. */
  checkout?: string;
}

/**
 * Starts `weir <args>` in a process group of its own, which is killed when the test ends.
 * `await runWeir(t, ["lake", "status"]).exit` runs a command to its end.
 */
export function runWeir(
  t: AfterTest,
  args: string[],
  {env = {}, checkout = root, cwd = checkout}: WeirOptions = {}
): WeirProcess {
  const child = spawn(process.execPath, [join(checkout, "collector/weir.js"), ...args], {
    cwd,
    env: {...process.env, ...env},
    stdio: ["ignore", "pipe", "pipe"],
    detached: true
  });
  const printed = {stdout: "", stderr: ""};
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  const exit = new Promise<WeirResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({code, signal, ...printed}));
  });
  const kill = (signal: NodeJS.Signals = "SIGTERM") => killGroup(child.pid, signal);
  afterTest(t, async () => {
    kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  return {
    child,
    exit,
    kill,
    get stdout() {
      return printed.stdout;
    },
    get stderr() {
      return printed.stderr;
    }
  };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
