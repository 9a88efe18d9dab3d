const carriageReturn = 0x0d;
const lineFeed = 0x0a;

export const isLineEnd = (byte: number): boolean => byte === carriageReturn || byte === lineFeed;

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
    let start = 0;
    for (const end of lineEnds(chunk)) {
      this.#keep(chunk.subarray(start, end), frames);
      if (this.#length > 0) frames.push(this.#take());
      start = end + 1;
    }
    this.#keep(chunk.subarray(start), frames);
    return frames;
  }

  /** Adds bytes without a line end to the frame under way. */
  #keep(run: Buffer, frames: Frame[]): void {
    for (let rest = run; rest.length > 0; ) {
      const piece = rest.subarray(0, this.garbageBytes - this.#length);
      if (this.#length < this.maxBytes) piece.copy(this.#buffer, this.#length);
      this.#length += piece.length;
      if (this.#length === this.garbageBytes) frames.push(this.#take());
      rest = rest.subarray(piece.length);
    }
  }

  #take(): Frame {
    const frame = {bytes: Buffer.from(this.#buffer.subarray(0, this.#length)), length: this.#length};
    this.#length = 0;
    return frame;
  }
}

/** Where the line ends of a chunk stand; each kind is searched for once, so that the time is linear. */
function* lineEnds(chunk: Buffer): Generator<number> {
  const find = (byte: number, from: number) => {
    const at = chunk.indexOf(byte, from);
    return at < 0 ? chunk.length : at;
  };
  let nextReturn = find(carriageReturn, 0);
  let nextFeed = find(lineFeed, 0);
  for (;;) {
    const end = Math.min(nextReturn, nextFeed);
    if (end === chunk.length) return;
    yield end;
    if (end === nextReturn) nextReturn = find(carriageReturn, end + 1);
    else nextFeed = find(lineFeed, end + 1);
  }
}
