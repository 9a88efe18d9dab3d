import {fieldAt, parseObject} from "../shared/json-object.ts";
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
      const value = parseObject(line);
      return entryOf(Object.fromEntries(entryFields.map((field) => [field, find(value, fields[field])])), timeZone);
    },
    redact(line, hash) {
      let value: object;
      try {
        value = parseObject(line);
      } catch {
        return line;
      }
      for (const path of fields.actor) replaceText(value, path, hash);
      return JSON.stringify(value);
    }
  };
}

/** The first of these that is neither missing nor null nor, like Caddy's `request`, an object. */
function find(value: object, paths: string[]): unknown {
  for (const path of paths) {
    const [holder, key] = fieldAt(value, path) ?? [];
    const found = holder?.[key!];
    if (found !== undefined && found !== null && typeof found !== "object") return found;
  }
  return undefined;
}

function replaceText(value: object, path: string, hash: (value: string) => string): void {
  const [holder, key] = fieldAt(value, path) ?? [];
  const found = holder?.[key!];
  if (typeof found === "string" || typeof found === "number") holder![key!] = hash(String(found));
}
