import {spawn} from "node:child_process";
import {once} from "node:events";
import {setPriority} from "node:os";

export interface ProcessOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Descriptor of an open file that takes standard output, which is then not collected. */
  output?: number;
  /** How much it gives way to other processes, 0 to 19. */
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

/** Runs Node with these arguments to its end, whatever its exit code. Throws when it cannot start or is aborted. */
export async function runNode(
  args: string[],
  {cwd, env, signal, output, niceness, limitMs}: ProcessOptions
): Promise<ProcessResult> {
  const child = spawn(process.execPath, args, {cwd, env, signal, stdio: ["ignore", output ?? "pipe", "pipe"]});
  if (niceness !== undefined && child.pid !== undefined) setPriority(child.pid, niceness);
  const printed = {stdout: "", stderr: ""};
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  let timedOut = false;
  const kill = () => {
    timedOut = child.kill("SIGKILL");
  };
  const timer = limitMs === undefined ? undefined : setTimeout(kill, limitMs);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return {code, ...printed, timedOut};
  } finally {
    clearTimeout(timer);
  }
}
