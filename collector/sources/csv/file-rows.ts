import type {FileHandle} from "node:fs/promises";
import {rawText} from "../shared/raw-text.ts";
import type {CsvOptions} from "./csv-options.ts";
import {decoderOf} from "./decoder-of.ts";
import {fieldsOf} from "./fields-of.ts";
import {type FoundRecord, findRecord} from "./find-record.ts";
import type {Header} from "./header.ts";
import {windowBytes} from "./place.ts";
import {readAt} from "./read-at.ts";
import {withoutLineEnd} from "./without-line-end.ts";

/** Where a file is read on: in which line, or within one that was too long. */
export interface Spot {
  offset: number;
  line: number;
  inLine?: boolean;
}

/** A record of a file. */
export interface FileRow {
  /** The line in which it starts. */
  line: number;
  /** What it holds, or why it is no record; null when it is blank. */
  content: {fields: string[]} | {problem: string; raw: string} | null;
  next: Spot;
  /** The bytes before `next`, as many as a place's hash covers. */
  before: Buffer;
}

interface Found extends FoundRecord {
  start: number;
  line: number;
  after: Spot;
  /** Whether it is what is left of a line that was too long. */
  isRest: boolean;
}

const newline = 0x0a;
const blockBytes = 131_072;

/**
 * The records from a spot on, up to `size`, with bounded memory. The last one needs a line end, unless `isLast`, when
 * nothing comes behind it.
 */
export async function* fileRows(
  file: FileHandle,
  from: Spot,
  {header, size, isLast, given}: {header: Header; size: number; isLast: boolean; given: CsvOptions}
): AsyncIterable<FileRow> {
  const rules = {delimiter: header.delimiter.charCodeAt(0), maxBytes: given.maxRecordBytes};
  for (let at = from; at.offset < size; ) {
    const position = Math.max(0, at.offset - windowBytes);
    const end = Math.min(size, at.offset + Math.max(blockBytes, 2 * rules.maxBytes));
    const bytes = await readAt(file, position, end - position);
    const found = foundIn(bytes, position, at, {...rules, isLast: isLast && position + bytes.length === size});
    yield* rowsOf(found, bytes, header, given);
    const last = found.at(-1);
    if (!last) return;
    at = last.after;
  }
}

function foundIn(
  bytes: Buffer,
  position: number,
  from: Spot,
  rules: {delimiter: number; maxBytes: number; isLast: boolean}
): Found[] {
  const found: Found[] = [];
  for (let at = from; ; ) {
    const start = at.offset - position;
    const isRest = at.inLine === true;
    const record = isRest ? restOfLine(bytes, start) : findRecord(bytes, start, rules);
    if (!record) return found;
    const {next, lines, inLine} = record;
    const after = {offset: position + next, line: at.line + lines, ...(inLine && {inLine})};
    found.push({...record, start, line: at.line, after, isRest});
    at = after;
  }
}

function restOfLine(bytes: Buffer, start: number): FoundRecord | null {
  const end = bytes.indexOf(newline, start);
  if (end >= 0) return {end, next: end + 1, lines: 1};
  return start < bytes.length ? {end: bytes.length, next: bytes.length, lines: 0, inLine: true} : null;
}

function* rowsOf(found: Found[], bytes: Buffer, header: Header, {encoding}: CsvOptions): Iterable<FileRow> {
  const decode = decoderOf(encoding);
  const decoded = found.map((record) => decodedOf(record, bytes, decode));
  const texts = decoded.flatMap((content) => (content && "text" in content ? [content.text] : []));
  const split = fieldsOf(texts, header.delimiter).values();
  for (const [i, {line, start, next, after}] of found.entries()) {
    const before = bytes.subarray(Math.max(0, next - windowBytes), next);
    const content = decoded[i]!;
    if (!content || "problem" in content) yield {line, content, next: after, before};
    else {
      const fields = split.next().value as string[] | null;
      const raw = () => rawText(withoutLineEnd(bytes.subarray(start, next)));
      yield {line, content: contentOf(fields, header, raw), next: after, before};
    }
  }
}

function decodedOf(
  {problem, isRest, start, end}: Found,
  bytes: Buffer,
  decode: (bytes: Buffer) => string
): {text: string} | {problem: string; raw: string} | null {
  if (isRest) return null;
  const line = withoutLineEnd(bytes.subarray(start, end));
  if (problem) return {problem, raw: rawText(line)};
  try {
    const text = decode(line);
    return text.trim() === "" ? null : {text};
  } catch (error) {
    return {problem: (error as Error).message, raw: rawText(line)};
  }
}

function contentOf(fields: string[] | null, {columns}: Header, raw: () => string): FileRow["content"] {
  if (!fields) return {problem: "a quote where none may be", raw: raw()};
  if (fields.every((field) => field.trim() === "")) return null;
  if (fields.length !== columns.length)
    return {problem: `${fields.length} fields, but the header has ${columns.length}`, raw: raw()};
  return {fields};
}
