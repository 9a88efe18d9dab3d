import {fork} from "node:child_process";
import {once} from "node:events";
import {rm} from "node:fs/promises";
import {join} from "node:path";
import {demoAnchor, demoFolder} from "../data/demo/anchor.ts";
import {historyImports, writeHistory} from "../data/demo/history.ts";
import type {Catalog} from "./catalog.ts";
import {describeImport} from "./commands/import.ts";
import type {Config} from "./config.ts";
import {lakeFolder} from "./folders.ts";
import {importFile} from "./import.ts";
import type {Say} from "./say.ts";
import {hashingKey, keyedHash} from "./secret.ts";

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

const historyDone = "demo-history";

/** Imports the year before the simulation's first start, once. A start that was cut short is made up by the next. */
export async function importHistory(
  {data}: Config,
  catalog: Catalog,
  {say, signal}: {say: Say; signal: AbortSignal}
): Promise<void> {
  if (catalog.meta(historyDone) || signal.aborted) return;
  say("simulation: writing a year of history");
  const anchor = demoAnchor(data);
  const folder = join(demoFolder(data), "history");
  await writeHistory(folder, anchor, {signal});
  const context = {lake: lakeFolder(data), catalog, hash: keyedHash(hashingKey(data)), signal};
  for (const request of historyImports(folder)) {
    const result = await importFile(request, context);
    say(`simulation: ${describeImport({...result, file: request.source})}`);
  }
  catalog.setMeta(historyDone, new Date(anchor).toISOString());
  await rm(folder, {recursive: true});
}
