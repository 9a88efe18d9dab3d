import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";

/** A line that was written. Its number is its place in the order of writing, and what it begins with. */
export interface Written {
  generation: number;
  /** Its bytes are nowhere any more. */
  gone: boolean;
  /** Nothing can tell that it ever was: written between the copy and the cut of a copytruncate, or very late. */
  unknowable: boolean;
  /** The same if nothing else was read from its file: that one left no gap in the names. */
  unnoticed: boolean;
}

interface Generation {
  number: number;
  lines: number[];
  /** Of rotated files. */
  name: string;
  compressed: boolean;
  /** Whether the writer may still have it open, and its last line is whole. */
  writable: boolean;
}

/**
 * A log in a real folder, with the server that writes it and the programs that rotate it, and a memory of which line is
 * where. Methods do what the real programs do, system call by system call, and call `meanwhile` once in between.
 */
export class LogWorld {
  readonly path: string;
  readonly written: Written[] = [];
  /** Whether something was done that can lose lines. */
  wasHarmed = false;
  #log: Generation | null = null;
  #rotated: Generation[] = [];
  #generations = 0;
  #removals = 0;
  #half = "";

  constructor(
    private readonly folder: string,
    private readonly random: () => number,
    private readonly options: {dated: boolean; preamble: string}
  ) {
    this.path = join(folder, "access.log");
    this.create();
  }

  /** Whether all files begin with the same lines. */
  get beginAlike(): boolean {
    return this.options.preamble !== "";
  }

  /** How many files were begun. */
  get generations(): number {
    return this.#generations;
  }

  /** Creates the log if it is missing. */
  create(): void {
    if (!this.#log) this.#begin((text) => writeFileSync(this.path, text));
  }

  write(count: number): void {
    if (!this.#log) return;
    this.finishLine();
    for (let i = 0; i < count; i++) appendFileSync(this.path, this.#line(this.#log));
  }

  /** Writes all of a line but its end. */
  writeHalf(): void {
    if (!this.#log || this.#half) return;
    const text = this.#line(this.#log);
    const length = text.indexOf(" ") + 1 + this.#below(text.length - text.indexOf(" ") - 1);
    appendFileSync(this.path, text.slice(0, length));
    this.#half = text.slice(length);
  }

  finishLine(): void {
    appendFileSync(this.path, this.#half);
    this.#half = "";
  }

  /** The writer goes on for a moment in the file that was renamed. */
  writeLate(): void {
    const last = this.#rotated.at(-1);
    const isNewest = last && last.number === this.#generations - (this.#log ? 2 : 1);
    if (!isNewest || !last.writable || last.compressed) return;
    appendFileSync(join(this.folder, last.name), this.#line(last, true));
  }

  /** Renames the log, and creates a new one sooner or later. */
  async rotate(meanwhile: () => Promise<void>, later: boolean): Promise<void> {
    const log = this.#log;
    if (!log) return;
    const turn = this.#below(this.#rotated.length + 1);
    await this.#shift(meanwhile, turn);
    log.name = this.#newName();
    log.writable = this.#half === "";
    renameSync(this.path, join(this.folder, log.name));
    this.#rotated.push(log);
    this.#log = null;
    if (turn === this.#rotated.length - 1) await meanwhile();
    if (!later) this.create();
  }

  /** Copies the log and cuts it, perhaps a bit later. */
  async copyTruncate(meanwhile: () => Promise<void>, late: number): Promise<void> {
    const log = this.#log;
    if (!log) return;
    if (late > 0) this.finishLine();
    const turn = this.#below(this.#rotated.length + 1);
    await this.#shift(meanwhile, turn);
    const copy = {...log, lines: [...log.lines], name: this.#newName(), writable: false};
    this.#half = "";
    copyFileSync(this.path, join(this.folder, copy.name));
    this.#rotated.push(copy);
    if (late > 0) {
      this.write(late);
      this.wasHarmed = true;
    }
    if (turn === this.#rotated.length - 1) await meanwhile();
    this.#forget(log.lines.slice(copy.lines.length), {unknowable: true});
    this.#begin((text) => {
      truncateSync(this.path);
      appendFileSync(this.path, text);
    });
  }

  /** Cuts the log without a copy. */
  cut(): void {
    if (!this.#log) return;
    this.wasHarmed = true;
    this.#forget(this.#log.lines, {unnoticed: true});
    this.#begin((text) => {
      truncateSync(this.path);
      appendFileSync(this.path, text);
    });
  }

  async compress(meanwhile: () => Promise<void>): Promise<void> {
    const file = this.#pick(this.#rotated.filter(({compressed}) => !compressed));
    if (!file) return;
    const path = join(this.folder, file.name);
    const bytes = gzipSync(readFileSync(path));
    const half = this.#below(bytes.length);
    writeFileSync(`${path}.gz`, bytes.subarray(0, half));
    await meanwhile();
    appendFileSync(`${path}.gz`, bytes.subarray(half));
    unlinkSync(path);
    file.compressed = true;
    file.name += ".gz";
  }

  /** Deletes the oldest file, or, twice in a life, any other. */
  remove(anyFile: boolean): void {
    const file = anyFile && this.#removals++ < 2 ? this.#pick(this.#rotated) : this.#rotated[0];
    if (!file) return;
    rmSync(join(this.folder, file.name));
    this.#rotated = this.#rotated.filter((other) => other !== file);
    this.wasHarmed = true;
    this.#forget(file.lines, {unnoticed: this.options.dated});
  }

  removeLog(): void {
    if (!this.#log) return;
    rmSync(this.path);
    this.wasHarmed = true;
    this.#forget(this.#log.lines, {unnoticed: true});
    this.#half = "";
    this.#log = null;
  }

  /** Files that begin alike differ after that: what has only the same lines cannot be told apart. */
  #begin(create: (text: string) => void): void {
    const {preamble} = this.options;
    this.#half = "";
    this.#log = {number: this.#generations++, lines: [], name: "", compressed: false, writable: true};
    create(preamble && preamble + this.#line(this.#log));
  }

  #line(file: Generation, late = false): string {
    const number = this.written.push({generation: file.number, gone: false, unknowable: late, unnoticed: false}) - 1;
    file.lines.push(number);
    const length = this.random() < 0.03 ? 300 + this.#below(2000) : 16 + this.#below(60);
    return `${number} ${"x".repeat(length)}\n`;
  }

  /** Makes room for a new name, as logrotate does. */
  async #shift(meanwhile: () => Promise<void>, turn: number): Promise<void> {
    for (const [i, file] of this.#rotated.entries()) {
      if (!this.options.dated) {
        const name = file.name.replace(/\d+/, (number) => String(Number(number) + 1));
        renameSync(join(this.folder, file.name), join(this.folder, name));
        file.name = name;
      }
      if (i === turn) await meanwhile();
    }
  }

  #newName(): string {
    return this.options.dated ? `access.log-${20240101 + this.#generations}` : "access.log.1";
  }

  #forget(lines: number[], {unknowable = false, unnoticed = false}): void {
    for (const number of lines) {
      const line = this.written[number]!;
      line.gone = true;
      line.unknowable ||= unknowable;
      line.unnoticed ||= unnoticed;
    }
  }

  #below = (limit: number): number => Math.floor(this.random() * limit);
  #pick = <T>(items: T[]): T | undefined => items[this.#below(items.length)];
}
