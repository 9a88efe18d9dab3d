import type {FileHandle} from "node:fs/promises";
import {createGunzip, type Gunzip} from "node:zlib";
import type {LogBytes, TextState} from "./log-bytes.ts";

/** Read from disk at once, bytes. A byte of gzip stands for at most a thousand, which bounds what is held in memory. */
const stepBytes = 16 * 1024;

/**
 * The text in a gzip file, decompressed as it is asked for. What lies before the last position asked for is forgotten:
 * reading goes forwards. A file that is cut off or damaged gives what comes before that.
 */
export class GunzippedBytes implements LogBytes {
  damage: string | null = null;
  readonly #gunzip: Gunzip = createGunzip();
  readonly #input = Buffer.allocUnsafe(stepBytes);
  #inputPosition = 0;
  #ended = false;
  #wake: () => void = () => {};
  /** The text from `#start` to `#end`. */
  #kept: Buffer[] = [];
  #start = 0;
  #end = 0;

  constructor(private readonly handle: FileHandle) {
    this.#gunzip.on("data", (text: Buffer) => {
      this.#kept.push(text);
      this.#end += text.length;
    });
    this.#gunzip.on("end", () => this.#finish());
    this.#gunzip.on("error", (error) => {
      this.damage = error.message;
      this.#finish();
    });
  }

  async read(buffer: Buffer, position: number): Promise<number> {
    if (position < this.#start) throw new Error(`cannot go back in a compressed file: ${position}`);
    this.#forget(position);
    while (this.#end < position + buffer.length && !this.#ended) {
      await this.#decompress();
      this.#forget(position);
    }
    let at = this.#start;
    for (const text of this.#kept) {
      if (at < position + buffer.length) text.copy(buffer, Math.max(0, at - position), Math.max(0, position - at));
      at += text.length;
    }
    return Math.max(0, Math.min(buffer.length, this.#end - position));
  }

  async readEach(ranges: {position: number; end: number}[]): Promise<Buffer[]> {
    const found: Buffer[] = [];
    for (const {position, end} of ranges) {
      const buffer = Buffer.alloc(end - position);
      found.push(buffer.subarray(0, await this.read(buffer, position)));
    }
    return found;
  }

  async state(): Promise<TextState> {
    const {ctimeNs, nlink} = await this.handle.stat({bigint: true});
    return {size: 0, changed: ctimeNs, deleted: nlink === 0n};
  }

  async close(): Promise<void> {
    this.#gunzip.destroy();
    await this.handle.close();
  }

  async #decompress(): Promise<void> {
    const {bytesRead} = await this.handle.read(this.#input, 0, stepBytes, this.#inputPosition);
    this.#inputPosition += bytesRead;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (bytesRead > 0) this.#gunzip.write(this.#input.subarray(0, bytesRead), () => resolve());
      else this.#gunzip.end();
    });
  }

  #finish(): void {
    this.#ended = true;
    this.#wake();
  }

  #forget(position: number): void {
    while (this.#kept.length && this.#start + this.#kept[0]!.length <= position)
      this.#start += this.#kept.shift()!.length;
  }
}
