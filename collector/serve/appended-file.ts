import {appendFile, mkdir} from "node:fs/promises";
import {dirname} from "node:path";

/** Lines appended to a file, in batches. Opened anew for each, so that it can be rotated away at any time. */
export class AppendedFile {
  #pending = "";
  #writing: Promise<void> | undefined;
  #failed = false;

  constructor(
    private readonly path: string,
    private readonly say: (line: string) => void
  ) {}

  /** Makes sure that the file is there for those who follow it. */
  create(): Promise<void> {
    this.#writing ??= this.#write();
    return this.#writing;
  }

  append(line: string): void {
    this.#pending += `${line}\n`;
    this.#writing ??= this.#write();
  }

  /** Resolves when everything appended so far is in the file. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    do {
      const text = this.#pending;
      this.#pending = "";
      try {
        await mkdir(dirname(this.path), {recursive: true});
        await appendFile(this.path, text);
        this.#failed = false;
      } catch (error) {
        if (!this.#failed) this.say(`cannot write ${this.path}: ${(error as Error).message}`);
        this.#failed = true;
      }
    } while (this.#pending);
    this.#writing = undefined;
  }
}
