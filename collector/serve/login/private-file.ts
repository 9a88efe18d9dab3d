import {
  closeSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync
} from "node:fs";
import {dirname, join} from "node:path";

/** What a file says, parsed anew when it has changed. */
export class ParsedFile<T> {
  #read: {stamp: string; value: T} | null = null;

  constructor(
    readonly path: string,
    private readonly parse: (text: string, path: string) => T
  ) {}

  /** Null where there is no file. Throws what is wrong with it. */
  value(): T | null {
    const stamp = stampOf(this.path);
    if (stamp === null) return null;
    if (this.#read?.stamp !== stamp)
      this.#read = {stamp, value: this.parse(readFileSync(this.path, "utf8"), this.path)};
    return this.#read.value;
  }
}

/**
 * Replaces a file at once by one that only its owner may read, and syncs it. What root writes belongs to the owner of the
 * folder, who has to read it.
 */
export function writePrivately(path: string, text: string): void {
  const temporary = join(dirname(path), `.${process.pid}-${Date.now()}.tmp`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeSync(file, text);
    const {uid, gid} = statSync(dirname(path));
    if (process.getuid?.() === 0 && uid !== 0) fchownSync(file, uid, gid);
    fsyncSync(file);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, {force: true});
    throw error;
  } finally {
    closeSync(file);
  }
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function stampOf(path: string): string | null {
  const stat = statSync(path, {throwIfNoEntry: false});
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : null;
}
