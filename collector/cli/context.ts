import type {Config} from "../config.ts";
import type {Say} from "../say.ts";

/** What every command has at hand. */
export interface CliContext {
  /** Reads the configuration that the command line names. */
  config: () => Promise<Config>;
  say: Say;
}
