/** What was taken so far, small enough to go with every batch. */
export interface RequestsCursor {
  /** Every request asked for before this instant was taken, ms UTC; only those in `open` can still change. */
  floor: number;
  /** Waiting or malformed: id to a hash of its content, `!` before that of a malformed one. */
  open: Record<string, string>;
  /** Processed, asked for at or after `floor`: id to hash and requestedAt. */
  closed: Record<string, [hash: string, requestedAt: number]>;
}

export interface SettleOptions {
  /** A processed request older than this, measured from the newest one, counts as final. */
  settleAfter: number;
  /** Processed requests remembered one by one; beyond that the oldest count as final. */
  maxClosed?: number;
}

/** Remembers which requests were taken, in which state, without remembering each of them for ever. */
export class KnownRequests {
  #floor: number;
  readonly #open: Map<string, string>;
  readonly #closed: Map<string, [string, number]>;
  readonly #settleAfter: number;
  readonly #maxClosed: number;

  constructor(cursor: RequestsCursor | null, {settleAfter, maxClosed = 10_000}: SettleOptions) {
    const {floor, open, closed} = cursor ?? {floor: 0, open: {}, closed: {}};
    this.#floor = floor;
    this.#open = new Map(Object.entries(open));
    this.#closed = new Map(Object.entries(closed));
    this.#settleAfter = settleAfter;
    this.#maxClosed = maxClosed;
  }

  /** Whether this very state was taken. */
  has(id: string, hash: string): boolean {
    return (this.#open.get(id) ?? this.#closed.get(id)?.[0]) === hash;
  }

  /** Whether the request was taken long ago, processed, and is not looked at any more. */
  isFinal(id: string, requestedAt: number): boolean {
    return requestedAt < this.#floor && !this.#open.has(id) && !this.#closed.has(id);
  }

  get waiting(): number {
    return this.#open.size - this.malformed;
  }

  get malformed(): number {
    let count = 0;
    for (const hash of this.#open.values()) if (hash.startsWith("!")) count++;
    return count;
  }

  addOpen(id: string, hash: string): void {
    this.#closed.delete(id);
    this.#open.set(id, hash);
  }

  addClosed(id: string, hash: string, requestedAt: number): void {
    this.#open.delete(id);
    this.#closed.set(id, [hash, requestedAt]);
  }

  /**
   * Lets what is final go. `reached`: every request asked for before this instant was taken; not in the future, or one
   * wrong clock would make everything final.
   */
  settle(reached: number): void {
    const times = [...this.#closed.values()].map(([, requestedAt]) => requestedAt).sort((a, b) => a - b);
    const oldestKept = times[times.length - this.#maxClosed] ?? 0;
    this.#floor = Math.max(this.#floor, Math.min(reached, Math.max(reached - this.#settleAfter, oldestKept)));
    for (const [id, [, requestedAt]] of this.#closed) if (requestedAt < this.#floor) this.#closed.delete(id);
  }

  cursor(): RequestsCursor {
    return {floor: this.#floor, open: Object.fromEntries(this.#open), closed: Object.fromEntries(this.#closed)};
  }
}
