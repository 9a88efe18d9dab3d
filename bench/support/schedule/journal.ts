import {openSync, readFileSync, writeSync} from "node:fs";

/** What the processes of a schedule write down, in the order in which it happens. Times are simulated ms. */
export type JournalLine = {
  /** By the clock that only goes forward, and by the wall clock, which is set now and then. */
  at: number;
  wall: number;
} & (
  | {
      what: "start";
      life: number;
      /** When the last success of each job began, by the wall clock then, as the catalog says. */
      successes: Record<string, number>;
      failures: Record<string, {times: number; endedAt: number}>;
    }
  | {what: "tick"}
  | {what: "begin"; job: string; run: number}
  /** A run is told to stop. */
  | {what: "abort"; job: string; run: number}
  /** `ok` is null when there was nothing to do. */
  | {what: "end"; job: string; run: number; ok: boolean | null}
  /** It is in the catalog. */
  | {what: "recorded"; job: string; ok: boolean; startedAt: number; endedAt: number}
  | {what: "overran"; job: string}
  /** A heavy process lives. */
  | {what: "works"; job: string; run: number}
);

type Untimed<Line> = Line extends JournalLine ? Omit<Line, "at" | "wall"> : never;

/** A file to which several processes append whole lines. */
export class Journal {
  readonly #file: number;

  constructor(
    file: string,
    private readonly clock: {now(): number; monotonic(): number}
  ) {
    this.#file = openSync(file, "a");
  }

  add(line: Untimed<JournalLine>): void {
    const times = {at: this.clock.monotonic(), wall: this.clock.now()};
    writeSync(this.#file, `${JSON.stringify({...times, ...line})}\n`);
  }
}

/** All lines; one that a kill cut short is left out. */
export const readJournal = (file: string): JournalLine[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text) => {
      try {
        return [JSON.parse(text) as JournalLine];
      } catch {
        return [];
      }
    });
