import {setImmediate as turn} from "node:timers/promises";
import type {Clock} from "../../collector/schedule/scheduler.ts";

/** Two clocks that are moved by hand; the wall clock may be set as well. */
export class HandClock implements Clock {
  passed = 0;
  readonly #alarms: {at: number; ring: () => void}[] = [];

  /** @param offset what the wall clock shows at first, ms */
  constructor(public offset = Date.UTC(2026, 10, 21, 12)) {}

  now = () => this.offset + this.passed;
  monotonic = () => this.passed;

  /** Resolves when so much has truly passed. */
  after(ms: number): Promise<void> {
    return new Promise((ring) => this.#alarms.push({at: this.passed + ms, ring}));
  }

  async pass(ms: number, each: () => void, stepMs = 1000): Promise<void> {
    for (const end = this.passed + ms; this.passed < end; ) {
      this.passed += stepMs;
      for (const alarm of this.#alarms.filter(({at}) => at <= this.passed)) {
        this.#alarms.splice(this.#alarms.indexOf(alarm), 1);
        alarm.ring();
      }
      each();
      await turn();
    }
  }
}
