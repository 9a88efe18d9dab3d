import {mkdir, readFile, rename, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {CourierStatus} from "./courier.ts";

/** How the watch stands. Times are ms UTC. */
export interface WatchStatus {
  at: number;
  /** Why the past is not known; empty when it is. */
  past: string;
  /** Every series, when it last reported, and what its detectors lack. */
  series: {source: string; series: string; latest: number | null; lacks: string[]}[];
  /** Serial sources of which no sensor is known. */
  silentSources: string[];
  /** When those of the reports were made, null where there are none; whether two runs that make them were missed. */
  forecasts: {madeAt: number | null; old: boolean};
  outputs: CourierStatus[];
}

const statusFile = (data: string): string => join(data, "watch", "status.json");

/** Leaves word for other processes. */
export async function writeStatus(data: string, status: WatchStatus): Promise<void> {
  const path = statusFile(data);
  await mkdir(dirname(path), {recursive: true});
  await writeFile(`${path}.new`, JSON.stringify(status));
  await rename(`${path}.new`, path);
}

/** What a watch said last; null when none ever did. */
export async function readStatus(data: string): Promise<WatchStatus | null> {
  try {
    return JSON.parse(await readFile(statusFile(data), "utf8")) as WatchStatus;
  } catch {
    return null;
  }
}
