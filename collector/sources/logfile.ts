import {resolve} from "node:path";
import {z} from "zod";
import type {Event} from "../../data/schema.ts";
import {type Batch, pause, type RejectedInput, type SourceContext, sourceKind} from "../source.ts";
import {combined} from "./logfile/combined.ts";
import {type FileCursor, FollowedFile} from "./logfile/followed-file.ts";
import {type Line, LineSplitter} from "./logfile/line-splitter.ts";
import type {LogFormat} from "./logfile/log-format.ts";
import {redact} from "./logfile/redact.ts";
import {openAt, openNext} from "./logfile/rotation.ts";
import {interval} from "./shared/interval.ts";

const formats = {combined} satisfies Record<string, LogFormat>;

const options = z.strictObject({
  path: z.string().min(1),
  format: z.enum(Object.keys(formats) as (keyof typeof formats)[]).default("combined"),
  every: interval.default(500),
  maxLineBytes: z
    .int()
    .min(256)
    .max(2 ** 20)
    .default(65_536)
});

type Options = z.output<typeof options>;

const batchLines = 1000;
/** For so long a rotation may leave the path without a file, ms. */
const longestGap = 5000;
/** What is kept of a line too long to be one. */
const rawOfOverlong = 1024;

/**
 * A growing log file: events of kind `http`. Only whole lines are read. A file that is rotated by renaming is read to
 * its end before the new one; a file that is cut is read from its start.
 */
export const logfile = sourceKind({
  kind: "logfile",
  about: "a growing access log, rotation included",
  options,
  example: `{kind: "logfile", path: "/var/log/nginx/access.log", format: "combined"}`,
  create: (given, root) => ({read: (context) => follow({...given, path: resolve(root, given.path)}, context)})
});

async function* follow(options: Options, context: SourceContext): AsyncIterable<Batch<"events">> {
  const {path, maxLineBytes, every} = options;
  const {hash, signal} = context;
  let [file, offset] = await openAt(path, context.cursor as FileCursor | null, hash);
  let lines = new LineSplitter(offset, maxLineBytes);
  let next: FollowedFile | null = null;
  let absentMs = 0;
  context.running(`following ${path}`);
  try {
    while (!signal.aborted) {
      if (await file.wasRewritten()) {
        file.rewind();
        lines = new LineSplitter(0, maxLineBytes);
      }
      for (let chunk = await file.read(); chunk.length && !signal.aborted; chunk = await file.read())
        yield* batches(lines.push(chunk), file, options, context);
      if (signal.aborted) return;
      // A writer may go on in the renamed file for a moment: it is left one poll after its successor was seen.
      if (next) {
        const last = lines.flush();
        if (last) yield* batches([last], file, options, context);
        await file.close();
        [file, next] = [next, null];
        lines = new LineSplitter(0, maxLineBytes);
      } else {
        const found = await openNext(path, file, hash);
        absentMs = found === "gone" ? absentMs + every : 0;
        if (absentMs > longestGap) throw new Error(`log file is gone: ${path}`);
        next = found instanceof FollowedFile ? found : null;
        await pause(every, signal);
      }
    }
  } finally {
    await file.close();
    await next?.close();
  }
}

function* batches(
  lines: Line[],
  file: FollowedFile,
  options: Options,
  context: SourceContext
): Iterable<Batch<"events">> {
  for (let start = 0; start < lines.length; start += batchLines) {
    const part = lines.slice(start, start + batchLines);
    const records: Event[] = [];
    const rejects: RejectedInput[] = [];
    for (const line of part) {
      if (line.bytes.length === 0 && !line.overlong) continue;
      const parsed = parseLine(line, options, context);
      if ("reason" in parsed) rejects.push(parsed);
      else records.push(parsed);
    }
    const read = records.length + rejects.length;
    if (read > 0) yield {dataset: "events", records, rejects, read, cursor: file.cursor(part.at(-1)!.end)};
  }
}

function parseLine(line: Line, {format, maxLineBytes}: Options, {id, hash}: SourceContext): Event | RejectedInput {
  const {parse, redact: redactFormat} = formats[format];
  try {
    if (line.overlong) throw new Error(`line longer than ${maxLineBytes} bytes: ${line.end - line.offset}`);
    const {time, address, subject, status, bytes} = parse(decode(line.bytes));
    return {time, source: id, kind: "http", actor: hash(address), subject, status, durationMs: null, bytes};
  } catch (error) {
    const text = line.bytes.subarray(0, line.overlong ? rawOfOverlong : undefined).toString("utf8");
    const raw = redact(redactFormat(text, hash), hash);
    return {reason: (error as Error).message, position: String(line.offset), raw};
  }
}

const utf8 = new TextDecoder("utf-8", {fatal: true});

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new Error("not valid UTF-8", {cause});
  }
}
