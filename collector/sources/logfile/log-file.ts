import {basename} from "node:path";
import {type Chunk, leadingZeros} from "./chunk.ts";
import {addMarks, marksUpTo, tailHash, windowBytes} from "./fingerprint.ts";
import type {KnownFile, Place} from "./known-file.ts";
import type {LogBytes} from "./log-bytes.ts";
import type {ChainFile, FileId} from "./log-chain.ts";
import {type Loss, lostByDamage, lostRest} from "./loss.ts";
import {changed, openBytes} from "./open-bytes.ts";
import type {ReadOptions} from "./read-options.ts";

const newline = 0x0a;
/** What is kept of a line that is too long. */
const overlongBytes = 1024;
/** Ends of chunks that are remembered. */
const recentEnds = 4;

/** An open log file, read from an offset. It stays readable when it is renamed or deleted. */
export class LogFile implements FileId {
  readonly device: bigint;
  readonly inode: bigint;
  /** Up to where the file, or one of which it is a copy, was seen to go, and where it went when it was last read. */
  seen: number;
  end: number;
  readonly #marks: string[];
  #recent: (readonly [offset: number, mark: string])[];
  #offset = 0;
  /** Hash of what comes before the offset. */
  #tail = "";
  /** Up to where bytes were looked at: past the offset while the end of a line that is too long is sought. */
  #position = 0;
  /** The bytes right before the position: others there mean that the file was written anew. */
  #window: Buffer = Buffer.alloc(0);
  /** The unfinished line after the position, as it was last. */
  #unfinished: Buffer = Buffer.alloc(0);
  /** The beginning of a line that is too long, while its end is sought. */
  #overlong: Buffer | null = null;
  /** What was read last, and where it starts. */
  #block: Buffer = Buffer.alloc(0);
  #start = 0;
  #done: boolean;

  private constructor(
    private readonly file: ChainFile,
    private readonly bytes: LogBytes,
    {offset, marks, recent = [], from = offset, seen = offset, done = undefined}: Place,
    private readonly options: ReadOptions
  ) {
    ({device: this.device, inode: this.inode} = file);
    this.#marks = marksUpTo(marks, from);
    this.#recent = recent.filter(([at]) => at <= from);
    this.#position = from;
    this.end = from;
    this.seen = seen;
    this.#done = done === true;
  }

  /** Opens a file at a place, its start if it is a new one. `opened` is its text, when that is open already. */
  static async open(
    file: ChainFile,
    options: ReadOptions,
    place: Place = {offset: 0, marks: []},
    opened?: LogBytes
  ): Promise<LogFile> {
    const log = new LogFile(file, opened ?? (await openBytes(file)), place, options);
    try {
      const before = Math.min(log.#position, windowBytes);
      await log.#read(before);
      if (log.#block.length < before) throw changed(file);
      log.#moveTo(log.#position);
      log.#rememberEnd();
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  get name(): string {
    return basename(this.file.path);
  }

  /** Whether it was the log itself when it was opened. */
  get wasLog(): boolean {
    return this.file.isLog;
  }

  get isCompressed(): boolean {
    return this.file.compression !== null;
  }

  /** Where the first line that was not handed over starts. */
  get offset(): number {
    return this.#offset;
  }

  /** What a cursor remembers when the next line to read starts at `offset`; null when there is nothing to know it by. */
  known(offset = this.#offset): KnownFile | null {
    if (offset === 0) return this.#knownByUnfinished();
    return {
      inode: String(this.inode),
      offset,
      marks: marksUpTo(this.#marks, offset),
      recent: this.#recent.filter(([at]) => at < offset),
      tail: offset === this.#offset ? this.#tail : tailHash(this.#block, this.#start, offset, this.options.hash),
      ...(this.seen > offset && {seen: this.seen}),
      ...(this.#done && {done: true as const})
    };
  }

  /**
   * The next lines; `end` at the present end, before which there may be an unfinished line; `rewritten` when bytes that
   * were read are gone or others.
   */
  async next(): Promise<Chunk | "end" | "rewritten"> {
    while (!this.#done) {
      const fresh = await this.#fresh();
      if (!fresh) return "rewritten";
      const atEnd = this.#block.length < this.options.block.length;
      if (!atEnd) this.seen = Math.max(this.seen, (await this.bytes.state()).size);
      const chunk = this.#overlong ? this.#restOfOverlong(fresh) : this.#wholeLines(fresh, atEnd);
      if (chunk) return chunk;
      if (atEnd) break;
    }
    return "end";
  }

  /** The unfinished line at the end, of a file to which nothing will be added. */
  async flush(): Promise<Chunk | null> {
    const fresh = this.#done ? null : await this.#fresh();
    if (!fresh) return null;
    const end = this.#position + fresh.length;
    if (this.#overlong) return this.#handOver(this.#overlong, end);
    if (leadingZeros(fresh) < fresh.length) return this.#handOver(fresh, end);
    this.#moveTo(end);
    return null;
  }

  /** When the file was changed last, ns. */
  async changed(): Promise<bigint> {
    return (await this.bytes.state()).changed;
  }

  /** Whether nobody can add to it, but for who has it open. */
  async isFinal(): Promise<boolean> {
    return this.isCompressed || (await this.bytes.state()).deleted;
  }

  /** What is lost of it when there is nothing after `from`; told once. */
  losses(from: number): Loss[] {
    const {seen} = this;
    if (this.#done) return [];
    this.seen = from;
    if (this.bytes.damage) return [lostByDamage(this.name, this.bytes.damage, from)];
    return seen > from ? [lostRest(this.name, "truncated", from, seen)] : [];
  }

  /** Nothing more is to be read from it. */
  finish(): void {
    this.#done = true;
  }

  close(): Promise<void> {
    return this.bytes.close();
  }

  #knownByUnfinished(): KnownFile | null {
    const offset = this.#position + this.#unfinished.length;
    if (offset === 0 || this.#offset > 0) return null;
    const seen = Buffer.concat([this.#window, this.#unfinished]);
    const tail = tailHash(seen, this.#position - this.#window.length, offset, this.options.hash);
    return {inode: String(this.inode), offset, marks: marksUpTo(this.#marks, offset), tail, from: 0};
  }

  /** The bytes after the position; null when what was seen is not there any more. */
  async #fresh(): Promise<Buffer | null> {
    const {length} = this.#window;
    const seenLength = length + this.#unfinished.length;
    await this.#read(length);
    if (!this.#block.subarray(0, length).equals(this.#window)) return null;
    if (!this.#block.subarray(length, seenLength).equals(this.#unfinished)) return null;
    addMarks(this.#marks, this.#block, this.#start, this.options.hash);
    this.end = this.#start + this.#block.length;
    this.seen = Math.max(this.seen, this.end);
    return this.#block.subarray(length);
  }

  async #read(before: number): Promise<void> {
    this.#start = this.#position - before;
    const length = await this.bytes.read(this.options.block, this.#start);
    this.#block = this.options.block.subarray(0, length);
  }

  #wholeLines(fresh: Buffer, atEnd: boolean): Chunk | null {
    const zeros = leadingZeros(fresh);
    // At the end they may be space that the writer has yet to fill.
    if (zeros === fresh.length && atEnd) return null;
    if (zeros > 0) {
      this.#moveTo(this.#position + zeros);
      return zeros === fresh.length ? null : this.#wholeLines(fresh.subarray(zeros), atEnd);
    }
    const last = fresh.lastIndexOf(newline);
    if (last >= 0) return this.#handOver(fresh.subarray(0, last + 1), this.#position + last + 1);
    if (fresh.length > this.options.maxLineBytes) {
      this.#overlong = Buffer.from(fresh.subarray(0, Math.min(this.options.maxLineBytes, overlongBytes)));
      this.#lookPast();
    } else if (atEnd) {
      this.#unfinished = Buffer.from(fresh);
    }
    return null;
  }

  #restOfOverlong(fresh: Buffer): Chunk | null {
    const last = fresh.indexOf(newline);
    if (last >= 0) return this.#handOver(this.#overlong!, this.#position + last + 1);
    this.#lookPast();
    return null;
  }

  #handOver(bytes: Buffer, end: number): Chunk {
    const chunk = {offset: this.#offset, end, bytes};
    this.#overlong = null;
    this.#moveTo(end);
    this.#rememberEnd();
    return chunk;
  }

  #rememberEnd(): void {
    if (this.#offset > 0) this.#recent = [...this.#recent, [this.#offset, this.#tail] as const].slice(-recentEnds - 1);
  }

  /** Everything before `offset`, which lies in the block, is dealt with. */
  #moveTo(offset: number): void {
    this.#offset = offset;
    this.#lookPast(offset);
    this.#tail = tailHash(this.#block, this.#start, offset, this.options.hash);
  }

  #lookPast(position = this.#start + this.#block.length): void {
    const end = position - this.#start;
    this.#position = position;
    this.#window = Buffer.from(this.#block.subarray(Math.max(0, end - windowBytes), end));
    this.#unfinished = Buffer.alloc(0);
  }
}
