import {mkdir, open} from "node:fs/promises";
import {dirname} from "node:path";

/** Makes a file's bytes, or a folder's entries, survive a power cut. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and its parents, each entered durably in the one above. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, {recursive: true});
  if (first === undefined) return;
  const top = dirname(first);
  for (let folder = path; folder !== top; folder = dirname(folder)) await sync(dirname(folder));
}
