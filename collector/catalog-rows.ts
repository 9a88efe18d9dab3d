import type {DatasetName} from "../data/schema.ts";
import type {Run} from "./catalog-runs.ts";
import type {Cursor} from "./source.ts";

/** A Parquet file of the lake. A file that the catalog does not list does not exist for readers. */
export interface LakeFile {
  /** Relative to the lake's folder. */
  path: string;
  dataset: DatasetName;
  rows: number;
  bytes: number;
  /** Bounds of the dataset's time column, ms UTC, both inclusive. */
  minTime: number;
  maxTime: number;
  /** CRC32C of its bytes; files from before there were checksums have none. */
  crc32c?: number | null;
}

/** What a commit adds to one source's books. */
export interface SourceDelta {
  cursor: Cursor;
  read: number;
  committed: number;
  rejected: number;
  dropped: number;
}

export interface Commit {
  kind: "spool" | "import" | "compact" | "retain" | "replay";
  at: number;
  files: LakeFile[];
  /** Paths that readers of this commit and later ones no longer see; every one must be there still. */
  removed?: string[];
  /** Spool commits: the last sequence number now in the lake. */
  watermark?: number;
  sources?: Record<string, SourceDelta>;
  /** Import commits: what was imported; a hash that is already there makes the commit fail. */
  imported?: ImportRow;
  /** The run of a job that this commit is the result of. */
  run?: Run;
}

export interface SourceRow extends SourceDelta {
  id: string;
  state: SourceState;
  message: string;
  stateAt: number;
  lastReadAt: number | null;
}

export type SourceState = "starting" | "running" | "away" | "stopped";

/** Something that was imported. */
export interface ImportRow {
  /** SHA-256 of the file's bytes and of the mapping that was asked for. */
  hash: string;
  file: string;
  dataset: string;
  at: number;
  rows: number;
  /** Rows skipped because the lake already had their key. */
  known: number;
  rejected: number;
}
