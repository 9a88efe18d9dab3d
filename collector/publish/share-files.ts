import {link, rename, stat} from "node:fs/promises";
import {join} from "node:path";
import type {SnapshotFile} from "../snapshots.ts";

/** The site of an earlier snapshot. */
export interface EarlierSite {
  /** Its folder. */
  site: string;
  files: Record<string, SnapshotFile>;
}

interface Earlier {
  path: string;
  file: SnapshotFile;
}

/** Finds files of earlier sites by content, and puts them, hard-linked with their variants, into a new one. */
export class SharedFiles {
  readonly #byHash = new Map<string, Earlier>();

  /** Of files of the same content, the first site's is taken. */
  constructor(sites: readonly EarlierSite[]) {
    for (const {site, files} of sites)
      for (const [path, file] of Object.entries(files))
        if (!this.#byHash.has(file.sha256)) this.#byHash.set(file.sha256, {path: join(site, path), file});
  }

  /**
   * Replaces `path` of `site` by an earlier file of the same content. Returns that file, or undefined if there is none or
   * it cannot be linked, which leaves the new one.
   */
  async place(sha256: string, site: string, path: string): Promise<SnapshotFile | undefined> {
    const earlier = this.#byHash.get(sha256);
    if (!earlier) return undefined;
    try {
      await linkAll(earlier, join(site, path));
      return earlier.file;
    } catch {
      return undefined;
    }
  }
}

async function linkAll({path, file}: Earlier, target: string): Promise<void> {
  const sizes = {"": file.bytes, ".br": file.br, ".gz": file.gzip};
  const present = Object.entries(sizes).filter(([, bytes]) => bytes !== undefined);
  for (const [suffix, bytes] of present)
    if ((await stat(path + suffix)).size !== bytes) throw new Error(`damaged file: ${path}${suffix}`);
  for (const [suffix] of present) {
    await link(path + suffix, `${target}${suffix}.shared`);
    await rename(`${target}${suffix}.shared`, target + suffix);
  }
}
