import {readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {makeFolder} from "../durable.ts";
import type {Alert} from "./alert.ts";

interface Acknowledgement {
  id: string;
  by: string;
}

const folderOf = (data: string): string => join(data, "watch", "acknowledged");

/** Leaves an acknowledgement for the watch that runs, or the next one. */
export async function leaveAcknowledgement(data: string, {id, by}: Acknowledgement): Promise<void> {
  await makeFolder(folderOf(data));
  const path = join(folderOf(data), `${id}.json`);
  await writeFile(`${path}.new`, JSON.stringify({id, by}));
  await rename(`${path}.new`, path);
}

/** Takes the ones that were left. One of an alert that is unknown or over meanwhile is dropped. */
export async function takeAcknowledgements(
  data: string,
  acknowledge: (id: string, by: string) => Alert
): Promise<Alert[]> {
  const names = await readdir(folderOf(data)).catch(() => []);
  const alerts: Alert[] = [];
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const path = join(folderOf(data), name);
    try {
      const {id, by} = JSON.parse(await readFile(path, "utf8")) as Acknowledgement;
      alerts.push(acknowledge(id, by));
    } catch {
      // nothing to acknowledge any more
    }
    await rm(path, {force: true});
  }
  return alerts;
}
