/**
 * What a snapshot says, in figures: written when it is published, read by the snapshots page and by
 * `weir snapshots diff`. Times are UTC ms.
 */
export interface SnapshotFigures {
  version: 1;
  snapshot: SnapshotFacts;
  kpis: FigureKpi[];
  /** The coming week of every series by the hour. */
  forecasts: FigureForecast[];
  /** null where no servers are planned. */
  plan: FigurePlan | null;
  /** Episodes that detectors found from `from` on; null where there are no detectors' results. */
  findings: {from: number; to: number; episodes: FigureFinding[]} | null;
}

/** What a snapshot is, apart from what it says. */
export interface SnapshotFacts {
  id: string;
  builtAt: number;
  observedThrough: number | null;
  files: number;
  /** Of the site with its compressed variants, and of those that the snapshot before did not have. */
  bytes: number;
  newBytes: number;
  good: boolean;
  notes: string[];
}

/** One number of an area; `time` is when it was observed. */
export interface FigureKpi {
  id: string;
  area: string;
  label: string;
  unit: string;
  value: number | null;
  time: number | null;
}

/** Row i is the hour that begins at start + i * step. */
export interface FigureForecast {
  series: string;
  label: string;
  unit: string;
  model: string;
  start: number;
  step: number;
  mean: (number | null)[];
  lo90: (number | null)[];
  hi90: (number | null)[];
}

/** Servers in service from each step on, until `until`. */
export interface FigurePlan {
  /** The series of the load. */
  series: string;
  label: string;
  unit: string;
  currency: string;
  /** Load that one server carries. */
  capacity: number;
  steps: {time: number; servers: number}[];
  until: number;
  serverHours: number;
  cost: number;
  actions: number;
  peak: {time: number; servers: number};
}

export interface FigureFinding {
  time: number;
  to: number;
  series: string;
  detector: string;
  stage: number;
  reason: string;
}

/** The snapshots that a page can choose from, as of its own publishing. */
export interface SnapshotIndex {
  /** The one that this index lies in. */
  own: string;
  /** The one that readers had before it; null before the first. */
  before: string | null;
  /** Newest first, the own one at the front. */
  snapshots: IndexedSnapshot[];
}

export interface IndexedSnapshot extends SnapshotFacts {
  /** Whether its site is kept beside this one. */
  served: boolean;
  /** File of its figures beside the index; null when none were kept. */
  figures: string | null;
}
