/** Memory for what is read and dealt with again and again: to allocate it anew would keep the garbage collector busy. */
export class ReadMemory {
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;

  /** Lets everything that was taken be overwritten. */
  clear(): void {
    this.#used = 0;
  }

  /** So many bytes, whatever is in them, that stay the taker's until all is cleared. */
  take(bytes: number): Buffer {
    if (this.#used + bytes > this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * this.#bytes.length)); // the old one stays with its takers
      this.#used = 0;
    }
    this.#used += bytes;
    return this.#bytes.subarray(this.#used - bytes, this.#used);
  }
}
