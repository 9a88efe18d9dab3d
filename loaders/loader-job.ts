import type {Reads} from "./lake/reads.ts";

/** What the host is asked to do. */
export interface LoaderJob {
  /** The loader: a module whose output goes to standard output. */
  module: string;
  /** The file that takes it. */
  output: string;
  /** What it read when it ran last, if nothing else that it is made of has changed; otherwise it runs in any case. */
  reads: Reads | null;
}

export type LoaderAnswer =
  | {made: true; reads: Reads; changed: string[]}
  /** Not run, since all that it reads is as it was. */
  | {made: false}
  | {failed: string};
