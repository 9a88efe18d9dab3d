import {type ChildProcess, spawn} from "node:child_process";
import {getPriority, setPriority} from "node:os";
import {createInterface} from "node:readline";
import {endWithParent} from "./end-with-parent.ts";

export interface ProcessOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Descriptor of an open file that takes standard output, which is then not collected. */
  output?: number;
  /** Hears each line of standard error as it comes. */
  onErrorLine?: (line: string) => void;
  /** How much it gives way to other processes at the least, 0 to 19. */
  niceness?: number;
  /** After how long it is killed, ms. */
  limitMs?: number;
}

export interface ProcessResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** It was killed at its limit. */
  timedOut: boolean;
}

/**
 * Runs Node with these arguments to its end, whatever its exit code. The process ends with this one, however that goes.
 * Throws when it cannot start, and, once it has ended, when it is aborted.
 */
export async function runNode(
  args: string[],
  {cwd, env, signal, output, onErrorLine, niceness, limitMs}: ProcessOptions
): Promise<ProcessResult> {
  signal?.throwIfAborted();
  const child = spawn(process.execPath, [...endWithParent, ...args], {
    cwd,
    env,
    stdio: ["ignore", output ?? "pipe", "pipe", "ipc"]
  });
  // who gives way more already may not take that back
  if (niceness !== undefined && child.pid !== undefined && niceness > getPriority()) setPriority(child.pid, niceness);
  const printed = {stdout: "", stderr: ""};
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  if (onErrorLine) createInterface({input: child.stderr!}).on("line", onErrorLine);
  let timedOut = false;
  const kill = () => child.kill("SIGKILL");
  const timer =
    limitMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = kill();
        }, limitMs);
  signal?.addEventListener("abort", kill);
  try {
    const code = await ended(child);
    signal?.throwIfAborted();
    return {code, ...printed, stderr: withReasonLast(printed.stderr), timedOut};
  } finally {
    signal?.removeEventListener("abort", kill);
    clearTimeout(timer);
  }
}

/** What Node prints of an error that nobody caught ends with its version: with the error's words instead. */
function withReasonLast(stderr: string): string {
  const [, reason] = /^(?:Uncaught )?\w*Error(?: \[\w+\])?: (.+)$/m.exec(stderr) ?? [];
  return reason ? stderr.replace(/^Node\.js v[\d.]+\s*$/m, () => reason) : stderr;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", reject);
  });
