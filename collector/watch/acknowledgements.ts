import {readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {makeFolder, sync} from "../durable.ts";

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
  await sync(`${path}.new`);
  await rename(`${path}.new`, path);
  await sync(folderOf(data));
}

/**
 * Takes the ones that were left, each of which is there until it is kept. One of an alert that is unknown or over is dropped.
 *
 * @param acknowledge resolves when it is kept; throws when it cannot be
 */
export async function takeAcknowledgements(
  data: string,
  {isOpen, acknowledge}: {isOpen(id: string): boolean; acknowledge(id: string, by: string): Promise<unknown>}
): Promise<void> {
  const names = await readdir(folderOf(data)).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const path = join(folderOf(data), name);
    const left = parsed(await readFile(path, "utf8"));
    if (left && isOpen(left.id)) await acknowledge(left.id, left.by);
    await rm(path, {force: true});
  }
}

function parsed(text: string): Acknowledgement | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
