/**
 * The datasets of the lake: their columns, units and keys. Imports nothing; everyone may import it.
 *
 * Records in code carry the same field names as the Parquet columns. Every time is UTC: milliseconds since the epoch in
 * code, TIMESTAMP without zone in Parquet.
 */

export type ColumnType = "timestamp" | "string" | "double" | "integer" | "boolean" | "strings";

export interface Column {
  name: string;
  type: ColumnType;
  nullable?: boolean;
  /** Null in most records, which leave it out. */
  optional?: boolean;
  /** Replaced by a keyed hash at the collector; never in the clear in spool, lake or site. */
  private?: boolean;
  about: string;
}

export interface Dataset {
  name: DatasetName;
  about: string;
  /**
   * Part of the path of its files. A new column that may be null leaves it as it is; a column that changes its type or
   * goes, or another `order`, raises it.
   */
  version: number;
  /** How files of earlier versions are read; files of a version that is not named here are left out. */
  earlier?: Record<number, EarlierVersion>;
  /** The timestamp column that decides a record's day file. */
  time: string;
  /** Columns that tell records apart; an import skips rows whose key the lake already has. */
  key: string[];
  /** Records with the same key may be different things (two equal log lines): they are told apart by counting them. */
  repeats?: boolean;
  /** Columns by which a record with `revisedAt` takes the place of others; one in which any of them is null stands. */
  revisedBy?: string[];
  /** Records say how things stand until the next record; retention leaves them, however old. */
  state?: boolean;
  /** Sort order inside a Parquet file. */
  order: string[];
  columns: Column[];
}

/**
 * In what an earlier version of a dataset differs from the present one. Its files stay as they are, and are converted
 * whenever they are read. What does not convert is null; a row in which that may not be is left out by readers, and
 * counted by `weir lake verify`.
 */
export interface EarlierVersion {
  /** Columns that had another type, or that are gone. */
  columns: Record<string, ColumnType>;
  /** Present columns as SQL over the columns of that version, for those that take more than a cast. */
  upgrade?: Record<string, string>;
}

export type DatasetName = "readings" | "events" | "requests" | "licences" | "rejects";

/** One number at one instant. `series` is `<thing>/<quantity>`, as in `001/flow`. */
export interface Reading {
  time: number;
  source: string;
  series: string;
  value: number;
  quality: Quality;
  revisedAt?: number | null;
  deleted?: boolean | null;
}

/** `good`: as read. `suspect`: outside the physical range that the source declares. */
export type Quality = "good" | "suspect";

/** Something happened: an HTTP request, an API call. */
export interface Event {
  time: number;
  source: string;
  kind: string;
  actor: string | null;
  subject: string;
  status: string | null;
  durationMs: number | null;
  bytes: number | null;
  rowKey?: string | null;
  revisedAt?: number | null;
  deleted?: boolean | null;
}

/** Work asked for, and its processing. A request that changes is recorded again; the latest `observedAt` counts. */
export interface Request {
  observedAt: number;
  source: string;
  id: string;
  subject: string | null;
  requestedAt: number;
  requester: string | null;
  processedAt: number | null;
  processor: string | null;
  outcome: string | null;
}

/** A licence as it stood when looked at; recorded when it changes. `deleted` marks its disappearance. */
export interface Licence {
  observedAt: number;
  source: string;
  id: string;
  holder: string | null;
  server: string | null;
  resources: string[];
  banned: boolean;
  deleted: boolean;
}

/** Input that could not be parsed, kept raw (private parts hashed) with the reason and where it stood. */
export interface Reject {
  time: number;
  source: string;
  dataset: string;
  reason: string;
  position: string;
  raw: string;
}

export interface RecordOf {
  readings: Reading;
  events: Event;
  requests: Request;
  licences: Licence;
  rejects: Reject;
}

/** A record that changed at its source is recorded again: the one revised last counts, and none if that is deleted. */
const revision: Column[] = [
  {
    name: "revisedAt",
    type: "timestamp",
    nullable: true,
    optional: true,
    about: "when the collector saw it changed; null in the first record"
  },
  {
    name: "deleted",
    type: "boolean",
    nullable: true,
    optional: true,
    about: "true when it disappeared at its source; the rest then means nothing"
  }
];

export const datasets: Record<DatasetName, Dataset> = {
  readings: {
    name: "readings",
    about: "one number at one instant",
    version: 1,
    time: "time",
    key: ["source", "series", "time"],
    revisedBy: ["source", "series", "time"],
    order: ["series", "time"],
    columns: [
      {name: "time", type: "timestamp", about: "instant of the reading"},
      {name: "source", type: "string", about: "id of the source in weir.config.ts"},
      {name: "series", type: "string", about: "thing and quantity, as in 001/flow"},
      {name: "value", type: "double", about: "in the unit that weir.config.ts declares for the series"},
      {name: "quality", type: "string", about: "good, or suspect when outside the declared physical range"},
      ...revision
    ]
  },
  events: {
    name: "events",
    about: "something happened",
    version: 1,
    time: "time",
    key: ["source", "time", "kind", "actor", "subject", "status", "durationMs", "bytes"],
    revisedBy: ["source", "rowKey"],
    repeats: true,
    order: ["source", "time"],
    columns: [
      {name: "time", type: "timestamp", about: "when it happened"},
      {name: "source", type: "string", about: "id of the source in weir.config.ts"},
      {name: "kind", type: "string", about: "http, api ..."},
      {name: "actor", type: "string", nullable: true, private: true, about: "who did it, hashed"},
      {name: "subject", type: "string", about: "what it was done to: a path, an API's name"},
      {name: "status", type: "string", nullable: true, about: "outcome, as in 200"},
      {name: "durationMs", type: "double", nullable: true, about: "how long it took, ms"},
      {name: "bytes", type: "double", nullable: true, about: "size of the answer, bytes"},
      {
        name: "rowKey",
        type: "string",
        nullable: true,
        optional: true,
        about: "key of the table's row that it was read from"
      },
      ...revision
    ]
  },
  requests: {
    name: "requests",
    about: "work asked for and its processing; the latest observation of an id counts",
    version: 1,
    time: "requestedAt",
    key: ["source", "id", "observedAt"],
    order: ["source", "requestedAt"],
    columns: [
      {name: "observedAt", type: "timestamp", about: "when the collector saw this state"},
      {name: "source", type: "string", about: "id of the source in weir.config.ts"},
      {name: "id", type: "string", about: "the request's number at its source"},
      {name: "subject", type: "string", nullable: true, about: "what was asked for: a file's name"},
      {name: "requestedAt", type: "timestamp", about: "when it was asked for"},
      {name: "requester", type: "string", nullable: true, about: "who asked"},
      {name: "processedAt", type: "timestamp", nullable: true, about: "when it was done; null while waiting"},
      {name: "processor", type: "string", nullable: true, about: "what did it: a model, a worker"},
      {name: "outcome", type: "string", nullable: true, about: "the result"}
    ]
  },
  licences: {
    name: "licences",
    about: "licences as they stood when looked at; the latest observation of an id counts",
    version: 1,
    state: true,
    time: "observedAt",
    key: ["source", "id", "observedAt"],
    order: ["source", "id", "observedAt"],
    columns: [
      {name: "observedAt", type: "timestamp", about: "when the collector saw this state"},
      {name: "source", type: "string", about: "id of the source in weir.config.ts"},
      {name: "id", type: "string", private: true, about: "the licence key, hashed"},
      {name: "holder", type: "string", nullable: true, private: true, about: "the customer, hashed"},
      {name: "server", type: "string", nullable: true, about: "name of the licensed server"},
      {name: "resources", type: "strings", about: "models the licence allows"},
      {name: "banned", type: "boolean", about: "whether the licence is banned"},
      {name: "deleted", type: "boolean", about: "true when the licence has disappeared"}
    ]
  },
  rejects: {
    name: "rejects",
    about: "input that could not be parsed, raw, with the reason",
    version: 1,
    time: "time",
    key: ["source", "position", "raw"],
    repeats: true,
    order: ["source", "time"],
    columns: [
      {name: "time", type: "timestamp", about: "when it was read"},
      {name: "source", type: "string", about: "id of the source in weir.config.ts"},
      {name: "dataset", type: "string", about: "where it would have gone"},
      {name: "reason", type: "string", about: "why it was rejected"},
      {name: "position", type: "string", about: "where it stood: file offset, row key, frame number"},
      {name: "raw", type: "string", about: "the input as it came, private parts hashed"}
    ]
  }
};

export const datasetNames = Object.keys(datasets) as DatasetName[];

/** DuckDB's name of a column type. */
export const duckdbType: Record<ColumnType, string> = {
  timestamp: "TIMESTAMP",
  string: "VARCHAR",
  double: "DOUBLE",
  integer: "BIGINT",
  boolean: "BOOLEAN",
  strings: "VARCHAR[]"
};

/** UTC day of an instant, `YYYY-MM-DD`: the partition of a record. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Path of a lake file, relative to the lake's folder. A partition is a day, or a month of imported history. */
export const lakePath = ({name, version}: Pick<Dataset, "name" | "version">, partition: string, file: string): string =>
  [name, ...(version === 1 ? [] : [`v${version}`]), partition, file].join("/");

/** Version of the dataset that a lake file was written for, from its path. */
export const versionOf = (path: string): number => Number(/^[^/]+\/v(\d+)\//.exec(path)?.[1] ?? 1);
