import {numberOf, optional, textOf, timeOf} from "../shared/values.ts";
import type {LogEntry} from "./log-format.ts";

/** What a line may tell, by the names that formats use for it. */
export const entryFields = [
  "time",
  "actor",
  "subject",
  "request",
  "method",
  "path",
  "status",
  "duration",
  "durationMs",
  "bytes"
] as const;

export type EntryField = (typeof entryFields)[number];

const requestLine = /^(\S+) (\S+)(?: HTTP\/[\d.]+)?$/;
const origin = /^https?:\/\/[^/?#]*/;
const numeral = /^\d+(?:\.\d+)?$/;

/**
 * The entry that the fields of a line make. What it is about is `subject`, or `request` (as in `GET /a HTTP/1.1`), or
 * `method` and `path`; `duration` is in seconds. A dash, an empty text and null stand for nothing.
 *
 * @throws Error naming the field that is missing or wrong
 */
export function entryOf(found: Partial<Record<EntryField, unknown>>, timeZone: string): LogEntry {
  const told = <T>(field: EntryField, convert: (value: unknown, field: string) => T): T | null =>
    optional(absent(found[field]) ? null : found[field], (value) => convert(value, field));
  const subject =
    told("subject", textOf) ??
    requested(told("request", textOf)) ??
    asked(told("method", textOf), told("path", textOf));
  if (subject === null) throw new Error("no subject, request or path");
  const time = told("time", (value, field) => timeOf(numeric(value), field, timeZone));
  if (time === null) throw new Error("no time");
  const seconds = told("duration", numberOf);
  return {
    time,
    address: told("actor", textOf),
    subject: withoutQuery(subject),
    status: told("status", textOf),
    durationMs: told("durationMs", numberOf) ?? (seconds === null ? null : seconds * 1000),
    bytes: told("bytes", numberOf)
  };
}

const absent = (value: unknown): boolean => value === undefined || value === null || value === "" || value === "-";

/** Servers write seconds since 1970 as a text, too. */
const numeric = (value: unknown): unknown => (typeof value === "string" && numeral.test(value) ? Number(value) : value);

function requested(text: string | null): string | null {
  if (text === null) return null;
  const [, method, path] = requestLine.exec(text) ?? [];
  return path ? asked(method!, path) : "-"; // what is no request at all
}

function asked(method: string | null, path: string | null): string | null {
  if (path === null) return null;
  const plain = path.replace(origin, "") || "/";
  return method === null ? plain : `${method} ${plain}`;
}

/** A query may carry secrets. */
const withoutQuery = (subject: string): string => subject.replace(/[?#;].*$/s, "");
