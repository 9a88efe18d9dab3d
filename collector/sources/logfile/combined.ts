import {numberOf, timeOf} from "../shared/values.ts";
import type {LineFormat} from "./log-format.ts";

const quoted = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;
const line = new RegExp(
  String.raw`^(\S+) (\S+) ([^[]*) \[([^\]]*)\] ${quoted} (\d{3}) (\d+|-)(?: ${quoted} ${quoted})?$`
);
const start = /^(\S+) (\S+) ([^[]*) \[/;
const stamp = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})$/;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const request = /^([A-Z]+) (?:https?:\/\/[^/?#\s]*)?([^\s?#;]+)\S*(?: HTTP\/[\d.]+)?$/;

/** The common and combined formats of Apache, nginx and Weir's own server. */
export const combined: LineFormat = {
  parse(text) {
    const match = line.exec(text);
    if (!match) throw new Error("not a line of the combined format");
    const [, address, , , time, asked, status, bytes] = match;
    const [, method, path] = request.exec(asked!) ?? [];
    return {
      time: stampTime(time!),
      address: address!,
      // A server logs what is no request at all (TLS sent to an HTTP port) with its status 400.
      subject: path ? `${method} ${path}` : "-",
      status: status!,
      durationMs: null,
      bytes: bytes === "-" ? 0 : numberOf(bytes, "bytes")
    };
  },
  redact(text, hash) {
    const hashed = (part: string) => (part === "-" ? part : hash(part));
    return text.replace(start, (_, address, identity, user) => `${hashed(address)} ${identity} ${hashed(user)} [`);
  }
};

/** ms UTC of `10/Oct/2000:13:55:36 -0700`; throws when it is none. */
export function stampTime(text: string): number {
  const [, day, month, year, clock, offset] = stamp.exec(text) ?? [];
  const number = months.indexOf(month ?? "") + 1;
  if (!number) throw new Error("invalid time (expected 10/Oct/2000:13:55:36 -0700)");
  return timeOf(`${year}-${String(number).padStart(2, "0")}-${day} ${clock}${offset}`, "time", "UTC");
}
