import {closeSync, constants, openSync, readSync, writeSync} from "node:fs";
import type {Clock} from "../../../collector/schedule/scheduler.ts";

export interface ClockSettings {
  /** File of 8 bytes that says how far the wall clock was set, ms. */
  file: string;
  /** Reading of the machine's steady clock, ns, at which simulated time begins, as text. */
  origin: string;
  /** What the wall clock shows then, ms UTC. */
  wall: number;
  /** Simulated by real time. */
  speed: number;
}

/** Clocks that run faster than the machine's, the same for all processes of a bench. */
export class SimulatedClock implements Clock {
  readonly #file: number;
  readonly #origin: bigint;
  #setBy = 0;

  constructor(private readonly settings: ClockSettings) {
    this.#file = openSync(settings.file, "r");
    this.#origin = BigInt(settings.origin);
    this.look();
  }

  monotonic = (): number => Math.round((Number(process.hrtime.bigint() - this.#origin) / 1e6) * this.settings.speed);

  now = (): number => this.settings.wall + this.monotonic() + this.#setBy;

  /** Sees how far the wall clock was set meanwhile; until the next look it goes on evenly. */
  look(): void {
    const bytes = Buffer.alloc(8);
    readSync(this.#file, bytes, 0, 8, 0);
    this.#setBy = bytes.readDoubleLE();
  }
}

/** Sets the wall clock of all processes, ms from where it would be by itself. */
export function setWallClock(file: string, ms: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(ms);
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT);
  writeSync(descriptor, bytes, 0, 8, 0);
  closeSync(descriptor);
}
