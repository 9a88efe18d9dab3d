import {createHash} from "node:crypto";
import {copyFile, mkdir, readFile, rename, stat, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";

/** From what an output was made: while all of it is as it was, it would come out the same. */
export interface Origin {
  /** Of the output: a power cut may leave it torn. */
  sha256: string;
  /** What counted as now, ms. */
  now: number;
  /** Hashes of the loader and of all that it imports, by path. */
  code: Record<string, string>;
  /** States of what it read, by name. */
  reads: Record<string, string>;
}

/**
 * What each loader made last, in the data folder: for the time when one of them fails, and for builds that would make
 * the same. A file's time is that of its making.
 */
export class LoaderOutputs {
  readonly #folder: string;

  constructor(data: string) {
    this.#folder = join(data, "loaders");
  }

  /** Keeps a copy of what a loader has made, and its origin where that is known. */
  async keep(target: string, file: string, origin: Omit<Origin, "sha256"> | null): Promise<void> {
    const kept = join(this.#folder, target);
    await mkdir(dirname(kept), {recursive: true});
    await replace(kept, (partial) => copyFile(file, partial));
    const whole = origin && {...origin, sha256: await hashOf(file)};
    await replace(`${kept}.origin`, (partial) => writeFile(partial, JSON.stringify(whole)));
  }

  /** From what the last output was made; null when that is not known, or when it is damaged. */
  async origin(target: string): Promise<Origin | null> {
    const kept = join(this.#folder, target);
    const origin = parsed(await readFile(`${kept}.origin`, "utf8").catch(() => "null"));
    const sha256 = await hashOf(kept).catch(() => null);
    return origin && origin.sha256 === sha256 ? origin : null;
  }

  /** Puts what was made last into a file. Returns when it was made, ms; null when there is nothing. */
  async restore(target: string, file: string): Promise<number | null> {
    const kept = join(this.#folder, target);
    try {
      const {mtimeMs} = await stat(kept);
      await mkdir(dirname(file), {recursive: true});
      await copyFile(kept, file);
      return mtimeMs;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return null;
    }
  }
}

const hashOf = async (file: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

async function replace(file: string, write: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${file}.${process.pid}`;
  await write(partial);
  await rename(partial, file);
}

function parsed(text: string): Origin | null {
  try {
    return JSON.parse(text);
  } catch {
    return null; // torn by a power cut
  }
}
