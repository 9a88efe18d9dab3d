import type {AfterTest} from "../tests/support/after-test.ts";

/** One measured figure. */
export interface Row {
  what: string;
  value: number;
  unit: string;
  /** The limit that the figure has to keep, in the same unit. */
  bar?: {atMost: number} | {atLeast: number};
  /** The same measured on something else in the same run. */
  rival?: {name: string; value: number};
}

/** What a benchmark works with. */
export interface BenchContext {
  /** What it starts is stopped, and its folders are removed, when it ends. */
  scope: AfterTest;
  /** Tells the person who waits what is under way. */
  say(line: string): void;
}

/** A benchmark: a file `bench/<name>.bench.ts` that exports one of these as `bench`. */
export interface Bench {
  name: string;
  about: string;
  /** It takes hours: a run of all leaves it out, and says so. */
  onlyByName?: boolean;
  run(context: BenchContext): Promise<Row[]>;
}

/** Whether a figure keeps its limit; a figure without one does. */
export function keepsBar({value, bar}: Row): boolean {
  if (!bar) return true;
  return "atMost" in bar ? value <= bar.atMost : value >= bar.atLeast;
}
