import type {z} from "zod";
import type {Message} from "../watch/message.ts";

/** A way out for alerts and reports. */
export interface Output {
  /** Resolves when the message is where it should be; throws why not. An `Undeliverable` is not tried again. */
  deliver(message: Message, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A message that no further attempt would deliver. */
export class Undeliverable extends Error {}

/** A receiver that says when it is to be asked again. */
export class TryLater extends Error {
  constructor(
    message: string,
    /** ms from now. */
    readonly afterMs: number
  ) {
    super(message);
  }
}

/** A kind of output: one file in `outputs/`, one line in its registry. */
export interface OutputKind<Schema extends z.ZodType = z.ZodType> {
  kind: string;
  about: string;
  /** Options with defaults; unknown keys are mistakes. */
  options: Schema;
  /** Relative paths start at `root`; throws when something is missing in the environment. */
  create(options: z.output<Schema>, place: OutputPlace): Output;
}

export interface OutputPlace {
  /** Folder of the configuration file. */
  root: string;
  env: NodeJS.ProcessEnv;
}

export const outputKind = <Schema extends z.ZodType>(kind: OutputKind<Schema>): OutputKind<Schema> => kind;
