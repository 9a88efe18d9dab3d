import {join} from "node:path";
import {demoAnchor, demoFolder} from "../anchor.ts";
import type {Installation} from "./installation.ts";
import {licenceFolders} from "./licence-folders.ts";
import {licenceServer} from "./licence-server.ts";
import {requestsApi} from "./requests-api.ts";
import {waterSensors} from "./water-sensors.ts";

export interface Demo {
  /** The requests API's port; null when it could not be had. */
  port: number | null;
  /** What could not be started, one line each; the rest runs. */
  problems: string[];
  stop(): Promise<void>;
}

/** Starts the simulated installations in `<data>/simulation` and keeps them up to date every second. */
export async function startInstallations(
  {data, port}: {data: string; port: number},
  {now = Date.now, report = (problem: string): void => console.error(problem), every = 1000} = {}
): Promise<Demo> {
  const anchor = demoAnchor(data, {now});
  const folder = demoFolder(data);
  const problems: string[] = [];
  const running = new Map<string, Installation>();
  const start = async <I extends Installation>(name: string, make: () => I | Promise<I>): Promise<I | null> => {
    try {
      const installation = await make();
      running.set(name, installation);
      return installation;
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return null;
    }
  };
  await start("water sensors", () => waterSensors(join(folder, "water-sensors"), anchor, {now}));
  await start("licence server", () => licenceServer(join(folder, "licence-server.db"), anchor));
  await start("licence folders", () => licenceFolders(folder));
  const api = await start("requests API", () => requestsApi(port, anchor, {now}));
  for (const problem of problems) report(problem);

  const tickAll = forgiving(running, report);
  tickAll(now());
  const timer = setInterval(() => tickAll(now()), every);
  return {
    port: api?.port ?? null,
    problems,
    async stop() {
      clearInterval(timer);
      for (const installation of running.values()) await installation.stop();
    }
  };
}

/** Ticks all; one that fails does not stop the others, and says so once until it is well again. */
function forgiving(running: Map<string, Installation>, report: (problem: string) => void): (now: number) => void {
  const failing = new Set<string>();
  return (now) => {
    for (const [name, installation] of running)
      try {
        installation.tick(now);
        failing.delete(name);
      } catch (error) {
        if (!failing.has(name)) report(`${name}: ${(error as Error).message}`);
        failing.add(name);
      }
  };
}
