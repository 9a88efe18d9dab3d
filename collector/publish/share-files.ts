import {link, rename} from "node:fs/promises";
import {join} from "node:path";
import type {SnapshotFile} from "../snapshots.ts";

/** Finds the files of an earlier site by content, and puts them, hard-linked with their variants, into a new one. */
export class SharedFiles {
  readonly #byHash: Map<string, {path: string; file: SnapshotFile}>;

  constructor(
    private readonly site: string,
    files: Record<string, SnapshotFile>
  ) {
    this.#byHash = new Map(Object.entries(files).map(([path, file]) => [file.sha256, {path, file}]));
  }

  /**
   * Replaces `path` of `site` by the earlier file of the same content. Returns that file, or undefined if there is none
   * or it cannot be linked, which leaves the new one.
   */
  async place(sha256: string, site: string, path: string): Promise<SnapshotFile | undefined> {
    const earlier = this.#byHash.get(sha256);
    if (!earlier) return undefined;
    try {
      await this.#link(earlier, join(site, path));
      return earlier.file;
    } catch {
      return undefined;
    }
  }

  async #link(earlier: {path: string; file: SnapshotFile}, target: string): Promise<void> {
    const suffixes = ["", ...(earlier.file.br ? [".br"] : []), ...(earlier.file.gzip ? [".gz"] : [])];
    for (const suffix of suffixes) {
      await link(join(this.site, earlier.path + suffix), `${target}${suffix}.shared`);
      await rename(`${target}${suffix}.shared`, target + suffix);
    }
  }
}
