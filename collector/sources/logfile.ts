import {resolve} from "node:path";
import {z} from "zod";
import {type Batch, pause, type SourceContext, sourceKind} from "../source.ts";
import {formatOf, formatOptions} from "./logfile/format-options.ts";
import {lineBatches, rejectedLine} from "./logfile/line-batches.ts";
import {LineSinks} from "./logfile/line-sink.ts";
import {type LogCursor, type LogLosses, LogReader} from "./logfile/log-reader.ts";
import {blockFor} from "./logfile/read-options.ts";
import {interval} from "./shared/interval.ts";

const options = z.strictObject({
  path: z.string().min(1),
  ...formatOptions,
  every: interval.default(500),
  maxLineBytes: z
    .int()
    .min(256)
    .max(2 ** 20)
    .default(65_536)
});

type Options = z.output<typeof options>;

/**
 * A growing log file: events of kind `http`. Files that a rotation renames, copies or compresses are read to their end,
 * in order, also when it happened while nobody read; lines that are gone are rejects that say so. Only whole lines are
 * read.
 */
export const logfile = sourceKind({
  kind: "logfile",
  about: "a growing access log, rotation included",
  options,
  example: `{kind: "logfile", path: "/var/log/nginx/access.log", format: "combined"}`,
  create: (given, root) => ({
    readsAhead: true,
    read: (context) => follow({...given, path: resolve(root, given.path)}, context),
    replay: (reject, context) => ({
      dataset: "events",
      records: [rejectedLine(reject, formatOf(given, context).format, context)]
    })
  })
});

async function* follow(options: Options, context: SourceContext): AsyncIterable<Batch<"events">> {
  const {path, every, maxLineBytes} = options;
  const {hash, signal, cursor} = context;
  const reader = new LogReader(path, cursor as LogCursor | null, {hash, maxLineBytes, block: blockFor(maxLineBytes)});
  const format = {...formatOf(options, context), sinks: new LineSinks(), maxLineBytes};
  try {
    while (!signal.aborted) {
      for await (const item of reader.poll()) {
        if ("losses" in item) yield lossBatch(item);
        else yield* lineBatches(item, format, context);
        if (signal.aborted) return;
      }
      context.running(`following ${path}`);
      await pause(every, signal);
    }
  } finally {
    await reader.close();
  }
}

/** Lines that are gone have no number: each loss counts as one input that was rejected. */
function lossBatch({losses, cursor}: LogLosses): Batch<"events"> {
  const rejects = losses.map((loss) => ({...loss, raw: ""}));
  return {dataset: "events", records: [], rejects, read: rejects.length, cursor};
}
