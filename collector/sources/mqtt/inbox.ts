import type {Input} from "./message.ts";

/**
 * What has come and waits for its batch. At QoS 1 and 2 the broker itself waits for acknowledgements; for anything else
 * `hold` keeps the connection from being read while the inbox is full.
 */
export class Inbox {
  #items: Input[] = [];
  #held: (() => void) | null = null;
  #wake = () => {};
  #closed = false;
  #problem: Error | null = null;

  constructor(private readonly size: number) {}

  get empty(): boolean {
    return this.#items.length === 0;
  }

  /** Why no more will come, or null. */
  get problem(): Error | null {
    return this.#problem;
  }

  push(input: Input): void {
    if (this.#closed) return;
    this.#items.push(input);
    this.#wake();
  }

  /** Calls `resume` when there is room. */
  hold(resume: () => void): void {
    if (this.#items.length < this.size) resume();
    else this.#held = resume;
  }

  /** The next batch of inputs. */
  take(): Input[] {
    const items = this.#items.splice(0, this.size);
    const resume = this.#held;
    this.#held = null;
    if (resume) this.hold(resume);
    return items;
  }

  /** Nothing more is taken in: what is not acknowledged will come again. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  fail(problem: Error): void {
    this.#problem ??= problem;
    this.#wake();
  }

  /** Until something comes or nothing more will, but not longer than `ms`. Returns whether nothing happened. */
  async wait(ms: number): Promise<boolean> {
    if (!this.empty || this.#closed || this.#problem) return false;
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, ms, true);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(false);
      };
    });
  }
}
