import {readdir, rm} from "node:fs/promises";

/**
 * Empties the folder that a build goes to. Throws when it holds anything but an earlier build, so that a mistyped name
 * costs nobody a folder.
 */
export async function clearOutput(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries.length && !entries.includes("_observablehq"))
    throw new Error(`not an earlier build: ${out} (name a folder that is empty or not there)`);
  await rm(out, {recursive: true, force: true});
}
