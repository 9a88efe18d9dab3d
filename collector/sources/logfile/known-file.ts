import type {Fingerprint} from "./fingerprint.ts";

/** A log file as a cursor remembers it, at the start of the first line that was not read. */
export interface KnownFile extends Fingerprint {
  inode: string;
  /** The start of that line, where the offset is its present end instead: of a file that has no other. */
  from?: number;
  /** How far the file was seen to go, where that is further. */
  seen?: number;
  /** Nothing more is to be read from it. */
  done?: true;
}

export type Place = Omit<KnownFile, "inode" | "tail">;
