import type {z} from "zod";
import type {DatasetName, RecordOf, Reject} from "../data/schema.ts";
import type {EncodedRecords} from "./encoded-records.ts";

export {EncodedRecords} from "./encoded-records.ts";

/** Where a source stands in its input; any JSON. Meaningful to the source alone. */
export type Cursor = unknown;

/** An input that could not be parsed. The collector adds time and source. */
export interface RejectedInput {
  reason: string;
  position: string;
  raw: string;
}

/**
 * What a source hands over at once. `read` counts the inputs consumed (lines, rows), and read = records + rejects
 * holds for every batch. An input that gives several records (a frame with flow and pressure, a sample of the machine)
 * counts once for each of them, or once when it is rejected; inputs skipped on purpose (blank lines, known rows) are
 * not read.
 */
export interface Batch<D extends DatasetName = DatasetName> {
  dataset: D;
  /**
   * Encoded ones are taken as they are: the source answers for their fitting the dataset. Their memory may be used again
   * for the batch after the next.
   */
  records: RecordOf[D][] | EncodedRecords<RecordOf[D]>;
  rejects?: RejectedInput[];
  read: number;
  /** Resume point once this batch is accepted. */
  cursor: Cursor;
  /** Inputs (frames) lost since the last batch because a source that cannot wait had to (serial); counted, shown. */
  dropped?: number;
}

export interface SourceContext {
  id: string;
  /** The cursor of the last accepted batch, or null at the first start. */
  cursor: Cursor;
  signal: AbortSignal;
  now: () => number;
  /** Keyed hash for private values; equal inputs give equal outputs on this installation, and only here. */
  hash: (value: string) => string;
  /** Says on pages and in `weir lake status` that the source is well, and what it is doing. */
  running: (message: string) => void;
  /** Tells whoever listens that the input, though there, has given nothing since then, ms UTC; once for each silence. */
  silent: (since: number) => void;
}

/**
 * Thrown by a source that can see when its input is back. `isBack` is cheap and asked several times a second; once it says
 * so, the source is started again at once.
 */
export class Away extends Error {
  constructor(
    message: string,
    readonly isBack: () => boolean,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}

/**
 * One input. `read` yields batches for ever; the next one is asked for only when the last is on disk, unless the source
 * reads ahead. It throws when its input is away (the collector shows the message and starts it again with backoff) and
 * returns when `context.signal` aborts.
 */
export interface Source {
  read(context: SourceContext): AsyncIterable<Batch>;
  /** That a batch is asked for does not have to mean that the last one is on disk: one may be made meanwhile. */
  readsAhead?: boolean;
  /**
   * What a rejected input is with the options as they are now; throws why it is no record still. Private values in its
   * raw text are hashes, which `context.hash` leaves as they are. Absent where a rejected input cannot be read again.
   */
  replay?(reject: Reject, context: ReplayContext): Pick<Batch, "dataset" | "records">;
}

export type ReplayContext = Pick<SourceContext, "id" | "hash">;

/** A kind of input: one file in `sources/`, one line in its registry. README's table of sources is made from these. */
export interface SourceKind<Schema extends z.ZodType = z.ZodType> {
  kind: string;
  about: string;
  /** Options with defaults, checked once when the configuration is read; unknown keys are mistakes. */
  options: Schema;
  /** An example of the options as written in weir.config.ts. */
  example: string;
  /** Relative paths in the options start at `root`, the folder of the configuration file. */
  create(options: z.output<Schema>, root: string): Source;
}

export const sourceKind = <Schema extends z.ZodType>(kind: SourceKind<Schema>): SourceKind<Schema> => kind;

/** Waits, but not past an abort. Resolves in either case. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, {once: true});
  });
}

/**
 * Does work that has to end when a signal aborts, or in so many ms, with the reason of whichever was first. Nothing of it
 * stays with the signal: `AbortSignal.any` leaves some 60 bytes there for each call, and a source may live for years.
 */
export async function withLimit<T>(
  signal: AbortSignal,
  limitMs: number,
  work: (either: AbortSignal) => Promise<T>
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  const late = () => controller.abort(new DOMException("took too long", "TimeoutError"));
  const timer = setTimeout(late, Math.min(limitMs, 2 ** 31 - 1));
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
