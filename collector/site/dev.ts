import {spawn} from "node:child_process";
import {once} from "node:events";
import {frameworkScript} from "./build.ts";
import {dropLoaderOutputs} from "./run-loaders.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";

export interface DevOptions extends Omit<SiteOptions, "signal"> {
  host?: string;
  /** The first free one from 3000 on when left out. */
  port?: number;
}

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Serves the site to its editors, every page anew when its file is saved, until this process is told to stop. Resolves
 * to the exit code.
 */
export async function dev({host = "127.0.0.1", port, ...options}: DevOptions): Promise<number> {
  await dropLoaderOutputs(options.root);
  const address = ["--host", host, ...(port === undefined ? [] : ["--port", String(port)])];
  const {NO_COLOR: _, ...env} = siteEnvironment(options);
  const child = spawn(process.execPath, ["--import", "tsx", frameworkScript, "preview", "--no-open", ...address], {
    cwd: options.root,
    env,
    stdio: "inherit"
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  const [code] = (await once(child, "close")) as [number | null];
  for (const signal of signals) process.off(signal, forward);
  return code ?? 0;
}
