import {appendFile, mkdir} from "node:fs/promises";
import {dirname} from "node:path";

/** Lines of this long are written together, ms. */
const gatherMs = 100;

/** Lines appended to a file, in batches. Opened anew for each, so that it can be rotated away at any time. */
export class AppendedFile {
  #pending: string[] = [];
  #gathering: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(
    private readonly path: string,
    private readonly say: (line: string) => void
  ) {}

  /** Makes sure that the file is there for those who follow it. */
  create(): Promise<void> {
    return this.flush();
  }

  append(line: string): void {
    this.#pending.push(line, "\n");
    this.#gathering ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Resolves when everything appended so far is in the file. */
  flush(): Promise<void> {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const text = this.#pending.join("");
    this.#pending = [];
    try {
      await mkdir(dirname(this.path), {recursive: true});
      await appendFile(this.path, text);
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.say(`cannot write ${this.path}: ${(error as Error).message}`);
      this.#failed = true;
    }
  }
}
