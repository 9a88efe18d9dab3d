import {existsSync} from "node:fs";
import {appendFile, mkdir, rename, stat} from "node:fs/promises";
import {dirname} from "node:path";

/** Lines of this long are written together, ms. */
const gatherMs = 100;

const blockBytes = 2 ** 16;
const newline = 10;

export interface AppendedFileOptions {
  /** A longer file is put aside as `<path>.1`, bytes. */
  mostBytes?: number;
  /** Files put aside that are kept. */
  older?: number;
}

/**
 * Lines appended to a file, in batches. Opened anew for each, so that it can be rotated away at any time; where nobody
 * does, it is done here, so that requests cannot fill the disk. Lines wait as bytes: as strings, thousands of them would be moved
 * about by every collection of garbage under load.
 */
export class AppendedFile {
  readonly #full: Buffer[] = [];
  #block = Buffer.allocUnsafeSlow(blockBytes);
  #filled = 0;
  #gathering: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failed = false;
  readonly #mostBytes: number;
  readonly #older: number;

  constructor(
    private readonly path: string,
    private readonly say: (line: string) => void,
    {mostBytes = 64 * 2 ** 20, older = 2}: AppendedFileOptions = {}
  ) {
    this.#mostBytes = mostBytes;
    this.#older = older;
  }

  /** Makes sure that the file is there for those who follow it. */
  create(): Promise<void> {
    return this.flush();
  }

  append(line: string): void {
    const most = 3 * line.length + 1; // bytes, as UTF-8
    if (this.#filled + most > this.#block.length) this.#nextBlock(most);
    this.#filled += this.#block.write(line, this.#filled);
    this.#block[this.#filled++] = newline;
    this.#gathering ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Resolves when everything appended so far is in the file. */
  flush(): Promise<void> {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #nextBlock(room: number): void {
    this.#full.push(this.#block.subarray(0, this.#filled));
    this.#block = Buffer.allocUnsafeSlow(Math.max(blockBytes, room));
    this.#filled = 0;
  }

  /** What waits, copied, so that its last block can be filled anew. */
  #take(): Buffer {
    const waiting = Buffer.concat([...this.#full.splice(0), this.#block.subarray(0, this.#filled)]);
    this.#filled = 0;
    return waiting;
  }

  async #putAside(): Promise<void> {
    const name = (age: number) => (age ? `${this.path}.${age}` : this.path);
    for (let age = this.#older; age > 0; age--) if (existsSync(name(age - 1))) await rename(name(age - 1), name(age));
    await appendFile(this.path, "");
  }

  async #write(): Promise<void> {
    const lines = this.#take();
    try {
      await mkdir(dirname(this.path), {recursive: true});
      await appendFile(this.path, lines);
      if ((await stat(this.path)).size > this.#mostBytes) await this.#putAside();
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.say(`cannot write ${this.path}: ${(error as Error).message}`);
      this.#failed = true;
    }
  }
}
