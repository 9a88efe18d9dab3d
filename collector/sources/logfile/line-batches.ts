import {isUtf8} from "node:buffer";
import type {Event, Reject} from "../../../data/schema.ts";
import type {Batch, RejectedInput, ReplayContext, SourceContext} from "../../source.ts";
import {EncodedRecords} from "../../source.ts";
import {decodeUtf8, rawBytes} from "../shared/raw-text.ts";
import {type Line, linesOf} from "./chunk.ts";
import type {LineEncoder} from "./encode-combined.ts";
import type {LineSinks} from "./line-sink.ts";
import {attempt, type LogEntry, type LogFormat} from "./log-format.ts";
import type {LogLines} from "./log-reader.ts";
import {redact} from "./redact.ts";

export interface LineOptions {
  format: LogFormat;
  /** A quick way through the format for usual lines, and where to it leads. */
  encode?: LineEncoder;
  sinks: LineSinks;
  maxLineBytes: number;
}

const newline = 0x0a;
const batchLines = 1000;

/** The events in a chunk of lines, and the lines that are none. */
export function* lineBatches(
  chunk: LogLines,
  options: LineOptions,
  context: Pick<SourceContext, "id" | "hash">
): Iterable<Batch<"events">> {
  if (options.encode && isUtf8(chunk.bytes)) return yield* encodedBatch(chunk, options.encode, options, context);
  let lines: Line[] = [];
  for (const line of linesOf(chunk)) {
    if (line.bytes.length > 0) lines.push(line);
    if (lines.length < batchLines) continue;
    yield batchOf(lines, chunk, options, context);
    lines = [];
  }
  if (lines.length) yield batchOf(lines, chunk, options, context);
}

/**
 * All events of a chunk in one batch: usual lines go the quick way, each of the others the exact one. The events stay as
 * they are while the next chunk is encoded, and no longer.
 */
function* encodedBatch(
  chunk: LogLines,
  encode: LineEncoder,
  options: LineOptions,
  context: Pick<SourceContext, "id" | "hash">
): Iterable<Batch<"events">> {
  const {bytes} = chunk;
  const sink = options.sinks.next(bytes.length);
  const rejects: RejectedInput[] = [];
  let records = 0;
  for (let start = 0; start < bytes.length; ) {
    const lengthBefore = sink.length;
    const next = encode(bytes, start, sink);
    if (next >= 0 && next - start <= options.maxLineBytes) {
      records += 1;
      start = next;
      continue;
    }
    sink.length = lengthBefore;
    const found = bytes.indexOf(newline, start) + 1;
    const stop = found || bytes.length;
    const end = found ? chunk.offset + stop : chunk.end;
    const [line] = linesOf({offset: chunk.offset + start, end, bytes: bytes.subarray(start, stop)});
    if (line && line.bytes.length > 0) {
      const exact = batchOf([line], chunk, options, context);
      sink.append(EncodedRecords.of<Event>(exact.records).lines);
      records += exact.records.length;
      rejects.push(...(exact.rejects ?? []));
    }
    start = stop;
  }
  const read = records + rejects.length;
  if (read === 0) return;
  const encoded = new EncodedRecords<Event>(sink.taken(), records);
  yield {dataset: "events", records: encoded, rejects, read, cursor: chunk.cursor(chunk.end)};
}

function batchOf(
  lines: Line[],
  {cursor}: LogLines,
  {format, maxLineBytes}: LineOptions,
  {id, hash}: Pick<SourceContext, "id" | "hash">
): Batch<"events"> {
  const texts = lines.map((line) => attempt(() => textOf(line, maxLineBytes)));
  const entries = format.parse(texts.filter((text) => typeof text === "string"));
  const records: Event[] = [];
  const rejects: RejectedInput[] = [];
  let parsed = 0;
  for (const [i, text] of texts.entries()) {
    const entry = typeof text === "string" ? entries[parsed++]! : text;
    if (entry instanceof Error) rejects.push(rejectOf(lines[i]!, entry, maxLineBytes));
    else records.push(eventOf(entry, {id, hash}));
  }
  return {dataset: "events", records, rejects, read: lines.length, cursor: cursor(lines.at(-1)!.end)};

  function rejectOf({offset, bytes, length}: Line, {message}: Error, limit: number): RejectedInput {
    const text = bytes.subarray(0, length > limit ? Math.min(limit, rawBytes) : undefined).toString("utf8");
    return {reason: message, position: String(offset), raw: redact(format.redact(text, hash), hash)};
  }
}

function eventOf({address, ...entry}: LogEntry, {id, hash}: ReplayContext): Event {
  const {time, subject, status, durationMs, bytes} = entry;
  const actor = address === null ? null : hash(address);
  return {time, source: id, kind: "http", actor, subject, status, durationMs, bytes};
}

/** The event in what was kept of a rejected line. Throws the reason when it still is none, or not all of it was kept. */
export function rejectedLine({raw, reason}: Reject, format: LogFormat, context: ReplayContext): Event {
  if (raw.includes("\ufffd") || reason.startsWith("line longer than")) throw new Error("not all of it was kept");
  const [entry] = format.parse([raw]);
  if (entry instanceof Error) throw entry;
  return eventOf(entry!, context);
}

function textOf({bytes, length}: Line, maxLineBytes: number): string {
  if (length > maxLineBytes) throw new Error(`line longer than ${maxLineBytes} bytes: ${length + 1}`);
  return decodeUtf8(bytes);
}
