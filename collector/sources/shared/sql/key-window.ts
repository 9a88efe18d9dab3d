export type Key = string | number;

/** The last keys taken, in the database's order; a run of consecutive integers is one pair. */
export type WindowCursor = (Key | [from: number, to: number])[];

/**
 * Which keys were taken, as far back as the overlap reaches: rows committed late under a lower key are still noticed
 * there. The first key bounds the next query, so the database alone decides on order.
 */
export class KeyWindow {
  #keys: Key[];
  #taken: Set<Key>;

  constructor(
    cursor: WindowCursor | null,
    private readonly overlap: number
  ) {
    this.#keys = (cursor ?? []).flatMap((item) => (Array.isArray(item) ? run(item) : [item]));
    this.#taken = new Set(this.#keys);
  }

  /** Rows from here on are read again; null before the first. */
  get bound(): Key | null {
    return this.#keys[0] ?? null;
  }

  has(key: Key): boolean {
    return this.#taken.has(key);
  }

  /**
   * Notes the rows read above `after`, known ones included, in the database's order. Keys that were taken but not read
   * yet follow them, unless these rows were the `last` ones: then the others are deleted. What falls out of the
   * overlap is forgotten.
   */
  advance(after: Key | null, read: Key[], last: boolean): void {
    const page = new Set(read);
    const split = after === null ? 0 : this.#keys.indexOf(after) + 1;
    const ahead = last && read.length ? [] : this.#keys.slice(split).filter((key) => !page.has(key));
    this.#keys = [...this.#keys.slice(0, split), ...read, ...ahead].slice(-this.overlap);
    this.#taken = new Set(this.#keys);
  }

  cursor(): WindowCursor {
    const items: WindowCursor = [];
    for (const key of this.#keys) {
      const last = items.at(-1);
      const end = Array.isArray(last) ? last[1] : last;
      if (typeof key !== "number" || typeof end !== "number" || key !== end + 1) items.push(key);
      else items[items.length - 1] = [Array.isArray(last) ? last[0] : end, key];
    }
    return items;
  }
}

const run = ([from, to]: [number, number]): number[] => Array.from({length: to - from + 1}, (_, i) => from + i);
