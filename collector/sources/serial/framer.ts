const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Bytes between two line ends. Of an overlong one only the first are kept; `length` counts all of them. */
export interface Frame {
  bytes: Buffer;
  length: number;
}

/**
 * Cuts what a serial port delivers into frames that end with CR, LF or CRLF; empty ones are skipped. Linear time and
 * fixed memory whatever comes: a run without line ends gives one overlong frame, and one more for every
 * `garbageBytes` of it.
 */
export class Framer {
  readonly #buffer: Buffer;
  #length = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly garbageBytes = 64 * maxBytes
  ) {
    this.#buffer = Buffer.alloc(maxBytes);
  }

  /** The frames that the chunk completes. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    for (const byte of chunk) {
      const atEnd = byte === carriageReturn || byte === lineFeed;
      if (!atEnd) {
        if (this.#length < this.maxBytes) this.#buffer[this.#length] = byte;
        this.#length++;
      }
      if (this.#length > 0 && (atEnd || this.#length >= this.garbageBytes)) frames.push(this.#take());
    }
    return frames;
  }

  #take(): Frame {
    const frame = {bytes: Buffer.from(this.#buffer.subarray(0, this.#length)), length: this.#length};
    this.#length = 0;
    return frame;
  }
}
