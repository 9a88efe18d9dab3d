/** A simulated installation that runs: looked after every second, stopped once. */
export interface Installation {
  /** Brings what it shows up to `now` (ms UTC). May throw; it is called again all the same. */
  tick(now: number): void;
  stop(): void | Promise<void>;
}
