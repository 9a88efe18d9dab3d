import {copyFile, mkdir, rename, stat} from "node:fs/promises";
import {dirname, join} from "node:path";

/**
 * What each loader made last, in the data folder, for the time when one of them fails. A file's time is that of its
 * making.
 */
export class LoaderOutputs {
  readonly #folder: string;

  constructor(data: string) {
    this.#folder = join(data, "loaders");
  }

  /** Keeps a copy of what a loader has made. */
  async keep(target: string, file: string): Promise<void> {
    const kept = join(this.#folder, target);
    await mkdir(dirname(kept), {recursive: true});
    await copyFile(file, `${kept}.${process.pid}`);
    await rename(`${kept}.${process.pid}`, kept);
  }

  /** Puts what was made last into a file. Returns when it was made, ms; null when there is nothing. */
  async restore(target: string, file: string): Promise<number | null> {
    const kept = join(this.#folder, target);
    try {
      const {mtimeMs} = await stat(kept);
      await copyFile(kept, file);
      return mtimeMs;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return null;
    }
  }
}
