import type {Config} from "./config.ts";
import type {About} from "./log/about-line.ts";
import type {Say} from "./say.ts";
import {runNode} from "./site/run-process.ts";

export interface CommandOptions {
  signal: AbortSignal;
  /** Says what the command says; nobody does when left out. */
  say?: Say;
  /** How much it gives way to other processes, 0 to 19. */
  niceness?: number;
  /** The `weir` that runs it. */
  program?: string;
}

/**
 * Runs a command of Weir in a process of its own, whose memory ends with it. Resolves to its standard output. Throws why it
 * failed, and, once it has ended, when it is aborted.
 */
export async function runCommand(
  {root, file}: Pick<Config, "root" | "file">,
  command: string[],
  {signal, say = () => {}, niceness, program = process.argv[1]!}: CommandOptions
): Promise<string> {
  let reason = "";
  const onErrorLine = (text: string) => {
    const {line, about} = logged(text);
    if (about.level === "fatal") reason = line;
    else say(line, about);
  };
  const env = {...process.env, WEIR_LOG: "json"};
  const args = [program, "--config", file, ...command];
  const {code, stdout, stderr} = await runNode(args, {cwd: root, env, signal, niceness, onErrorLine});
  if (code !== 0) throw new Error(reason || stderr.trim().split("\n").at(-1) || `exit code ${code}`);
  return stdout;
}

/** A line of the log as it was said; what is no JSON, as from a process that crashes, as it is. */
function logged(text: string): {line: string; about: About} {
  try {
    const {msg, time: _, ...about} = JSON.parse(text) as {msg: string; time: string} & About;
    return {line: msg, about};
  } catch {
    return {line: text, about: {}};
  }
}
