import {fork} from "node:child_process";
import {once} from "node:events";
import {join} from "node:path";
import type {Catalog} from "./catalog.ts";
import {hasHistory} from "./commands/demo-history.ts";
import type {Config} from "./config.ts";
import {runCommand} from "./run-command.ts";
import type {Say} from "./say.ts";

export interface Demo {
  stop(): Promise<void>;
}

/** Starts the simulated installations as a process of their own; they run when this resolves. */
export async function startDemo({root, data}: Config, {say}: {say: Say}): Promise<Demo> {
  const child = fork(join(root, "data/demo/main.ts"), ["--data", data], {
    cwd: root,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "pipe", "ipc"]
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.trim().split("\n")) say(`simulation: ${line}`);
  });
  const ended = once(child, "exit");
  let stopping = false;
  void ended.then(([code]) => stopping || say(`simulation: ended (exit code ${code}); its sources will show as away`));
  await Promise.race([once(child, "message"), ended]);
  return {
    async stop() {
      stopping = true;
      child.kill("SIGTERM");
      await ended;
    }
  };
}

/**
 * Imports the year before the simulation's first start, once: in a process of its own, whose memory ends with it. A start
 * that was cut short is made up by the next. Throws in words when it fails, and when it is aborted.
 */
export async function importHistory(
  config: Pick<Config, "root" | "file">,
  catalog: Catalog,
  {say, signal, program}: {say: Say; signal: AbortSignal; program?: string}
): Promise<void> {
  if (hasHistory(catalog) || signal.aborted) return;
  await runCommand(config, ["demo-history"], {say, signal, program});
}
