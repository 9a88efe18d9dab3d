import {copyFile, link, mkdir} from "node:fs/promises";
import {dirname} from "node:path";

/**
 * Puts a file of the data folder into a built site: linked where the file system can, copied elsewhere. Throws when it is
 * not there.
 *
 * @param what the file is called when it is gone
 */
export async function placeFile(from: string, to: string, what: string): Promise<void> {
  await mkdir(dirname(to), {recursive: true});
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new Error(`${what} is gone: ${from} (build again)`);
    return copyFile(from, to);
  });
}
