/** A queue between a port that cannot wait and a spool that may be busy: when full, it drops the oldest. */
export class FrameQueue<T> {
  #items: T[] = [];
  #dropped = 0;
  #wake: (() => void) | null = null;

  constructor(private readonly bound: number) {}

  push(item: T): void {
    this.#items.push(item);
    // Dropping a tenth at once keeps the cost of a push constant.
    if (this.#items.length > this.bound) {
      const excess = Math.ceil(this.bound / 10);
      this.#items.splice(0, excess);
      this.#dropped += excess;
    }
    this.wake();
  }

  /** Takes up to `max` items and the number dropped since the last take. */
  take(max: number): {items: T[]; dropped: number} {
    const taken = {items: this.#items.splice(0, max), dropped: this.#dropped};
    this.#dropped = 0;
    return taken;
  }

  get empty(): boolean {
    return this.#items.length === 0;
  }

  /** Ends a wait. */
  wake(): void {
    this.#wake?.();
  }

  /** Waits for an item, a wake or `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.empty) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
