/** Beyond this between two looks a clock did not drift, it was set, ms. */
const mostDrift = 5000;
/** How long a step is told of, ms. */
const toldFor = 600_000;

/** Tells when the machine's clock was set, by a clock that only ever goes forward. */
export class ClockWatch {
  #offset: number;
  #step: {by: number; at: number} | null = null;

  constructor(
    private readonly wall: () => number = Date.now,
    private readonly steady: () => number = () => performance.now()
  ) {
    this.#offset = wall() - steady();
  }

  /** What is wrong with the clock; empty when nothing is. */
  problems(): string[] {
    const offset = this.wall() - this.steady();
    const by = offset - this.#offset;
    this.#offset = offset;
    if (Math.abs(by) > mostDrift) this.#step = {by, at: this.steady()};
    if (!this.#step || this.steady() - this.#step.at > toldFor) return [];
    const seconds = Math.round(Math.abs(this.#step.by) / 1000);
    return [`clock: set ${this.#step.by > 0 ? "forward" : "back"} by ${seconds} s (see that time is synchronised)`];
  }
}
