import type {Reading} from "../data/schema.ts";

/** A port that is open has delivered nothing since `since`, ms UTC. Told once for each silence. */
export interface Silence {
  source: string;
  since: number;
}

/** A source that was away since `awaySince`, ms UTC, runs again. */
export interface Reconnect {
  source: string;
  awaySince: number;
}

/** What the collector tells those who listen in its process. A reading is told once it is on disk. */
export interface CollectorEvents {
  reading: Reading;
  silence: Silence;
  reconnect: Reconnect;
}
