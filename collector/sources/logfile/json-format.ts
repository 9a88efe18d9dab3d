import {type EntryField, entryFields, entryOf} from "./entry-of.ts";
import type {LineFormat} from "./log-format.ts";

/** Where a field stands in a line: a key, or keys one inside the other, as in `request.uri`; the first found counts. */
export type JsonFields = Record<EntryField, string[]>;

/** What nginx (`log_format escape=json` with the names of its variables), Caddy, Traefik and others write. */
export const usualFields: JsonFields = {
  time: ["time", "ts", "timestamp", "@timestamp", "time_iso8601", "msec", "StartUTC"],
  actor: ["remote_addr", "request.client_ip", "request.remote_ip", "client_ip", "ClientHost", "ip"],
  subject: [],
  request: ["request"],
  method: ["method", "request_method", "request.method", "RequestMethod"],
  path: ["path", "uri", "request_uri", "request.uri", "RequestPath", "url"],
  status: ["status", "DownstreamStatus"],
  duration: ["duration", "request_time"],
  durationMs: ["duration_ms", "durationMs", "elapsed_ms"],
  bytes: ["bytes", "body_bytes_sent", "bytes_sent", "size", "DownstreamContentSize"]
};

/** A JSON object a line. */
export function jsonFormat(fields: JsonFields, timeZone: string): LineFormat {
  return {
    parse(line) {
      const value = objectIn(line);
      return entryOf(Object.fromEntries(entryFields.map((field) => [field, find(value, fields[field])])), timeZone);
    },
    redact(line, hash) {
      let value: object;
      try {
        value = objectIn(line);
      } catch {
        return line;
      }
      for (const path of fields.actor) replaceText(value, path, hash);
      return JSON.stringify(value);
    }
  };
}

function objectIn(line: string): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Error("not JSON", {cause});
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a JSON object");
  return value;
}

/** The first of these that is neither missing nor null nor, like Caddy's `request`, an object. */
function find(value: object, paths: string[]): unknown {
  for (const path of paths) {
    const [holder, key] = holderOf(value, path) ?? [];
    const found = holder?.[key!];
    if (found !== undefined && found !== null && typeof found !== "object") return found;
  }
  return undefined;
}

type Holder = Record<string, unknown>;

/** The object that holds the last key of a path; a key that itself contains dots goes first. */
function holderOf(value: object, path: string): [Holder, string] | null {
  if (Object.hasOwn(value, path)) return [value as Holder, path];
  const dot = path.indexOf(".");
  if (dot < 0) return null;
  const key = path.slice(0, dot);
  const inner = Object.hasOwn(value, key) ? (value as Holder)[key] : null;
  return typeof inner === "object" && inner !== null ? holderOf(inner, path.slice(dot + 1)) : null;
}

function replaceText(value: object, path: string, hash: (value: string) => string): void {
  const [holder, key] = holderOf(value, path) ?? [];
  const found = holder?.[key!];
  if (typeof found === "string" || typeof found === "number") holder![key!] = hash(String(found));
}
