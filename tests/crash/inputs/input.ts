import type {DatasetName} from "../../../data/schema.ts";

/** Something that a collector reads and that goes on while the collector is killed. */
export interface Input {
  /** Of its source. */
  id: string;
  /** The source as written in weir.config.ts. */
  source: object;
  dataset: DatasetName;
  /** Puts out some more. */
  put(): void;
  /** Told once something of it was accepted, for which the first collector stays alive. */
  accepted?(): void;
  /**
   * What tells its records apart and says which must be there: numbers from 1 to `made()`, each of which is kept until it
   * is read. Absent for inputs that only live collectors hear, where what was accepted must be there.
   */
  numbered?: {
    numberOf(record: Record<string, unknown>): number;
    /** How many have been put out and will be there, once what is under way has ended. */
    made(): number;
  };
  /** Resolves when everything that was put out is there to be read. */
  settled?(): Promise<unknown>;
}
