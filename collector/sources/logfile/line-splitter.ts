const newline = 0x0a;

/** One line without its end. `end` is the offset after its line end: where the next line starts. */
export interface Line {
  offset: number;
  end: number;
  /** The first bytes only, when the line is overlong. */
  bytes: Buffer;
  overlong: boolean;
}

/**
 * Cuts a stream of bytes into lines (LF or CRLF), in linear time and with at most `maxBytes` of an unfinished line in
 * memory. An overlong line comes as its first `maxBytes`.
 */
export class LineSplitter {
  #offset: number;
  #position: number;
  #kept: Buffer[] = [];
  #keptBytes = 0;

  /** @param offset where in its file the stream starts, at the start of a line */
  constructor(
    offset: number,
    private readonly maxBytes: number
  ) {
    this.#offset = offset;
    this.#position = offset;
  }

  /** The lines that the chunk completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      lines.push(this.#take(1));
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The last line of a stream that has ended, if it lacks its line end. */
  flush(): Line | null {
    return this.#position > this.#offset ? this.#take(0) : null;
  }

  #keep(bytes: Buffer): void {
    this.#position += bytes.length;
    const kept = bytes.subarray(0, this.maxBytes - this.#keptBytes);
    if (kept.length === 0) return;
    // A copy, or the kept end of a chunk would hold the whole chunk in memory.
    this.#kept.push(Buffer.from(kept));
    this.#keptBytes += kept.length;
  }

  #take(lineEnd: number): Line {
    const all = this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept);
    const line = {
      offset: this.#offset,
      end: this.#position + lineEnd,
      bytes: all.at(-1) === 0x0d ? all.subarray(0, -1) : all,
      overlong: this.#position - this.#offset > this.maxBytes
    };
    this.#kept = [];
    this.#keptBytes = 0;
    this.#offset = this.#position = line.end;
    return line;
  }
}
