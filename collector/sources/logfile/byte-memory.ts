/** So much is remembered; then the memory is emptied. */
const mostEntries = 50_000;
const mostBytes = 8 * 2 ** 20;
/** A power of two, well above `mostEntries`: few keys meet in a slot. */
const slots = 2 ** 17;

/**
 * Texts computed from byte strings, each once. Neither looking one up nor writing it makes a JavaScript string, which
 * would cost more than all the rest of reading a line.
 */
export class ByteMemory {
  /** Entry by slot, counted from 1. */
  readonly #slots = new Int32Array(slots);
  /** Where an entry's key starts, and where its text starts, which ends where the next key starts. */
  readonly #keys = new Int32Array(mostEntries + 1);
  readonly #texts = new Int32Array(mostEntries);
  #entries = 0;
  /** Keys and texts, one after the other. */
  #bytes: Uint8Array = new Uint8Array(2 ** 16);

  /** @param compute the text for a key, given as Latin-1; null for one that has none */
  constructor(private readonly compute: (key: string) => string | null) {}

  /** The entry of a key; -1 where there is no text for it. Good until the next is looked up. */
  find(bytes: Buffer, start: number, end: number): number {
    let slot = hashOf(bytes, start, end) & (slots - 1);
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & (slots - 1)) {
      const entry = this.#slots[slot]! - 1;
      if (this.#hasKey(entry, bytes, start, end)) return entry;
    }
    const text = this.compute(bytes.toString("latin1", start, end));
    if (text === null) return -1;
    return this.#add(slot, bytes.subarray(start, end), Buffer.from(text));
  }

  /** How many bytes the text of an entry has. */
  lengthOf(entry: number): number {
    return this.#keys[entry + 1]! - this.#texts[entry]!;
  }

  /** Writes the text of an entry; returns where it ends. */
  write(entry: number, target: Uint8Array, position: number): number {
    return copyBytes(this.#bytes, this.#texts[entry]!, this.#keys[entry + 1]!, target, position);
  }

  #hasKey(entry: number, bytes: Buffer, start: number, end: number): boolean {
    const key = this.#keys[entry]!;
    if (this.#texts[entry]! - key !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#bytes[key + i - start] !== bytes[i]) return false;
    return true;
  }

  #add(freeSlot: number, key: Buffer, text: Buffer): number {
    const isFull = this.#entries === mostEntries || this.#keys[this.#entries]! > mostBytes;
    if (isFull) this.#clear();
    const slot = isFull ? hashOf(key, 0, key.length) & (slots - 1) : freeSlot;
    const entry = this.#entries++;
    const start = this.#keys[entry]!;
    const end = start + key.length + text.length;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(key, start);
    this.#bytes.set(text, start + key.length);
    this.#texts[entry] = start + key.length;
    this.#keys[entry + 1] = end;
    this.#slots[slot] = entry + 1;
    return entry;
  }

  #clear(): void {
    this.#slots.fill(0);
    this.#entries = 0;
  }

  #grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(bytes, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** FNV-1a. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Copies a few bytes, faster than a call of `Buffer.copy` would; returns where they end in the target. */
export function copyBytes(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  position: number
): number {
  for (let i = start; i < end; i++) target[position++] = source[i]!;
  return position;
}
