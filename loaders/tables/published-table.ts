import type {Fragment} from "../lake/fragment.ts";
import type {PayloadMeta} from "../lake.ts";

/** What `tables/index.json` tells a page: every table that can be queried in the browser. Times are UTC ms. */
export interface TablesIndex {
  meta: PayloadMeta;
  builtAt: number;
  /** null without data. */
  observedThrough: number | null;
  tables: PublishedTable[];
}

export interface PublishedTable {
  name: string;
  about: string;
  rows: number;
  /** Bounds of its time column, both inclusive; null without rows. */
  from: number | null;
  to: number | null;
  columns: TableColumn[];
  /** Parquet files, the oldest first; at least one, which is empty when the table is. */
  files: TableFile[];
}

export interface TableColumn {
  name: string;
  type: "timestamp" | "string" | "double" | "integer" | "boolean";
  unit?: string;
  about?: string;
}

export interface TableFile {
  /** Relative to the address of the index; the name carries a hash of the content. */
  url: string;
  rows: number;
  bytes: number;
  from: number | null;
  to: number | null;
}

/** One file of a table. */
export interface TablePart extends PartName {
  query: Fragment;
}

/** A file that is written otherwise than by a query. */
export interface WrittenPart extends PartName {
  /** Writes it to a path. */
  write: (path: string) => Promise<void>;
}

interface PartName {
  /** Without hash and extension, as in `readings-2026-10`. */
  name: string;
  /** What the rows depend on besides the code: while it stays the same, an earlier file is taken. */
  key?: unknown;
}
