import {type FileHandle, open, readFile, rename} from "node:fs/promises";
import {dirname} from "node:path";
import {makeFolder, sync, writeFileOf, writeParts} from "../durable.ts";

/**
 * A file of JSON lines that only grows. What `append` was given is on disk when it resolves; what comes meanwhile shares
 * the next fsync. A line that a power cut left unreadable is left out, and counted.
 */
export class AppendLog<Line> {
  #handle: FileHandle | undefined;
  #waiting: string[] = [];
  #last: Promise<void> = Promise.resolve();
  #lines = 0;
  #bytes = 0;
  #damaged = 0;

  private constructor(readonly path: string) {}

  /** Opens a file, which the first lines make where there is none; what it holds goes to `take` in order. */
  static async open<Line>(path: string, take: (line: Line) => void): Promise<AppendLog<Line>> {
    const log = new AppendLog<Line>(path);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return Buffer.alloc(0);
      throw error;
    });
    log.#bytes = bytes.lastIndexOf(lineFeed) + 1;
    if (bytes.length > log.#bytes) log.#damaged++;
    for (const text of bytes.subarray(0, log.#bytes).toString().split("\n")) {
      if (text === "") continue;
      const line = parsed<Line>(text);
      if (line === undefined) log.#damaged++;
      else {
        log.#lines++;
        take(line);
      }
    }
    return log;
  }

  /** Lines that are or will be in the file. */
  get lines(): number {
    return this.#lines + this.#waiting.length;
  }

  /** Lines that could not be read when it was opened. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Adds lines. Rejects when they cannot be written; they then go with the next ones. */
  append(lines: Line[]): Promise<void> {
    this.note(lines);
    return this.#next(() => this.#write());
  }

  /** Adds lines that need not be on disk before the next ones that have to be. */
  note(lines: Line[]): void {
    this.#waiting.push(...lines.map(textOf));
  }

  /**
   * Puts the lines that are given when its turn comes in the place of all, at once. They are to hold what those that wait
   * say: where this rejects, those come after them.
   */
  replace(lines: () => Line[]): Promise<void> {
    return this.#next(async () => {
      const texts = lines().map(textOf);
      const replaced = this.#waiting.length;
      const content = Buffer.from(texts.join(""));
      await makeFolder(dirname(this.path));
      await writeFileOf([content], `${this.path}.new`);
      await sync(`${this.path}.new`);
      await rename(`${this.path}.new`, this.path);
      await this.#handle?.close();
      this.#handle = undefined;
      this.#lines = texts.length;
      this.#bytes = content.length;
      await sync(dirname(this.path));
      this.#waiting.splice(0, replaced);
    });
  }

  async close(): Promise<void> {
    await this.#next(() => this.#write()).catch(() => {}); // whoever appended was told
    await this.#handle?.close();
    this.#handle = undefined;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  async #write(): Promise<void> {
    if (!this.#waiting.length) return; // went along with others
    const texts = this.#waiting;
    this.#waiting = [];
    try {
      this.#handle ??= await this.#openForWriting();
      const bytes = Buffer.from(texts.join(""));
      await writeParts(this.#handle, [bytes], this.#bytes); // over what a failed attempt left
      await this.#handle.datasync();
      this.#bytes += bytes.length;
      this.#lines += texts.length;
    } catch (error) {
      this.#waiting = [...texts, ...this.#waiting];
      throw error;
    }
  }

  async #openForWriting(): Promise<FileHandle> {
    await makeFolder(dirname(this.path));
    await (await open(this.path, "a")).close();
    const handle = await open(this.path, "r+");
    await handle.truncate(this.#bytes);
    await sync(dirname(this.path));
    return handle;
  }
}

const lineFeed = 0x0a;
const textOf = (line: unknown): string => `${JSON.stringify(line)}\n`;

function parsed<Line>(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
