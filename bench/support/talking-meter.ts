import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import type {Session} from "./account-line.ts";

/**
 * A meter on a pseudo-terminal that numbers what it says, `m 2026-01-01T00:00:00.000Z 0`, and that can be unplugged. Like a
 * real one it listens to nobody: what finds no room on the line is gone.
 */
export class TalkingMeter {
  readonly sessions: Session[] = [];
  /** When each frame was said, by its number; NaN for those of the time unplugged, ms. */
  readonly saidAt: number[] = [];
  #terminal: PseudoTerminal | null = null;
  /** What is left of a frame for which there was too little room. */
  #rest: Uint8Array = new Uint8Array();

  constructor(readonly path: string) {}

  plug(): void {
    this.#terminal = new PseudoTerminal(this.path);
    this.#rest = new Uint8Array();
    const from = this.saidAt.length;
    this.sessions.push({pluggedAt: performance.now(), hungUpAt: Number.POSITIVE_INFINITY, from, to: from});
  }

  unplug(): void {
    if (!this.#terminal) return;
    Object.assign(this.sessions.at(-1)!, {hungUpAt: performance.now(), to: this.saidAt.length});
    this.#terminal.close();
    this.#terminal = null;
  }

  get connected(): boolean {
    return this.#terminal?.connected ?? false;
  }

  /** Says all frames up to a number. */
  sayUpTo(number: number): void {
    const now = performance.now();
    let text = "";
    while (this.saidAt.length < number) {
      const n = this.saidAt.length;
      text += `m ${new Date(epoch + n).toISOString()} ${n}\n`;
      this.saidAt.push(this.#terminal ? now : Number.NaN);
    }
    if (!this.#terminal) return;
    const bytes = Buffer.concat([this.#rest, Buffer.from(text)]);
    const written = this.#terminal.write(bytes);
    // A frame that was cut goes on as soon as there is room; those behind it are gone.
    if (written > 0)
      this.#rest =
        bytes[written - 1] === lineFeed
          ? bytes.subarray(0, 0)
          : bytes.subarray(written, bytes.indexOf(lineFeed, written) + 1);
  }
}

const epoch = Date.UTC(2026, 0);
const lineFeed = 0x0a;
