import type {Reading} from "../../data/schema.ts";

/** Fresh readings as the collector takes them in. */
export interface LiveFeed {
  /** The newest reading of each series, by series. */
  latest(): Map<string, Reading>;
  /** Calls back for every reading from now on, until the returned function is called. */
  subscribe(listener: (reading: Reading) => void): () => void;
}
