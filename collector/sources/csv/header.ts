import type {FileHandle} from "node:fs/promises";
import {decoderOf} from "./decoder-of.ts";
import {fieldsOf} from "./fields-of.ts";
import {findRecord} from "./find-record.ts";
import {readAt} from "./read-at.ts";
import {withoutLineEnd} from "./without-line-end.ts";

export interface Header {
  columns: string[];
  delimiter: string;
  /** Where the first row starts, and in which line. */
  end: number;
  line: number;
}

const delimiters = [",", ";", "\t", "|"];
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const newline = 0x0a;
const quote = 0x22;

/** The first row that is not blank; null while its line end is not there. Throws when it lacks a column. */
export async function readHeader(
  file: FileHandle,
  needed: string[],
  given: {delimiter?: string | undefined; encoding: "utf-8" | "latin1"; maxRecordBytes: number}
): Promise<Header | null> {
  const {encoding, maxRecordBytes: maxBytes} = given;
  const bytes = await readAt(file, 0, bom.length + maxBytes + 2);
  let start = bytes.subarray(0, bom.length).equals(bom) ? bom.length : 0;
  let line = 1;
  for (; bytes[start] === newline || (bytes[start] === 0x0d && bytes[start + 1] === newline); line++)
    start = bytes.indexOf(newline, start) + 1;
  const delimiter = given.delimiter ?? mostFrequent(bytes, start);
  const found = findRecord(bytes, start, {delimiter: delimiter.charCodeAt(0), maxBytes, isLast: false});
  if (!found) return null;
  if (found.problem) throw new Error(`its header is ${found.problem}`);
  const text = headerText(withoutLineEnd(bytes.subarray(start, found.end)), encoding);
  const columns = fieldsOf([text], delimiter)[0]?.map((column) => column.trim());
  if (!columns) throw new Error("its header has a quote where none may be");
  checkColumns(columns, needed);
  return {columns, delimiter, end: found.next, line: line + found.lines};
}

function headerText(bytes: Buffer, encoding: "utf-8" | "latin1"): string {
  try {
    return decoderOf(encoding)(bytes);
  } catch (cause) {
    throw new Error(`its header is ${(cause as Error).message} (write encoding: "latin1"?)`, {cause});
  }
}

function checkColumns(columns: string[], needed: string[]): void {
  const missing = needed.filter((column) => !columns.includes(column));
  if (missing.length) throw new Error(`it has no column ${missing.join(", ")}, but ${columns.join(", ")}`);
  const twice = needed.find((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  if (twice) throw new Error(`it has more than one column ${twice}`);
}

/** The delimiter that occurs most in the first line, quoted text aside. */
function mostFrequent(bytes: Buffer, start: number): string {
  const counts = new Map(delimiters.map((delimiter) => [delimiter.charCodeAt(0), 0]));
  let quoted = false;
  for (let i = start; i < bytes.length && (quoted || bytes[i] !== newline); i++) {
    if (bytes[i] === quote) quoted = !quoted;
    else if (!quoted && counts.has(bytes[i]!)) counts.set(bytes[i]!, counts.get(bytes[i]!)! + 1);
  }
  const best = Math.max(...counts.values());
  return delimiters.find((delimiter) => counts.get(delimiter.charCodeAt(0)) === best)!;
}
