/** Memory that lines are appended to, which grows as they need it. */
export class LineSink {
  /** Bytes that were appended. */
  length = 0;
  #bytes: Buffer = Buffer.alloc(0);

  /** The memory, with room for so many bytes more after `length`. */
  room(bytes: number): Buffer {
    const needed = this.length + bytes;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.ceil(1.5 * this.#bytes.length)));
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  append(bytes: Buffer): void {
    bytes.copy(this.room(bytes.length), this.length);
    this.length += bytes.length;
  }

  /** What was appended. */
  taken(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }
}

/** Two sinks in turn: what was appended to one stays while the other is filled. */
export class LineSinks {
  #next = new LineSink();
  #last = new LineSink();

  /** The one that was not given out last, empty, with room for the bytes that are expected. */
  next(expected: number): LineSink {
    [this.#next, this.#last] = [this.#last, this.#next];
    this.#last.length = 0;
    this.#last.room(expected);
    return this.#last;
  }
}
