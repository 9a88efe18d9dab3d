import {isIP} from "node:net";
import type {FastifyReply, FastifyRequest} from "fastify";

/** `host - - [time] "request" status bytes "referer" "agent"`, as Apache and nginx write it. */
export function combinedLine(request: FastifyRequest, reply: FastifyReply, now = Date.now()): string {
  const {raw, ip, headers} = request;
  const bodyless = raw.method === "HEAD" || reply.statusCode === 304;
  const bytes = bodyless ? 0 : Number(reply.getHeader("content-length") ?? 0);
  const line = escaped(`${raw.method} ${request.originalUrl} HTTP/${raw.httpVersion}`);
  const client = isIP(ip) ? ip : "-"; // what a proxy forwards need not be one
  const from = `"${orDash(headers.referer)}" "${orDash(headers["user-agent"])}"`;
  return `${client} - - [${combinedTime(now)}] "${line}" ${reply.statusCode} ${bytes} ${from}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

let latest = {second: Number.NaN, text: ""};

/** `21/Nov/2026:02:30:00 +0000`, made once a second. */
function combinedTime(now: number): string {
  const second = Math.floor(now / 1000);
  if (second === latest.second) return latest.text;
  const time = new Date(now);
  const [year, , day] = time.toISOString().slice(0, 10).split("-");
  const text = `${day}/${months[time.getUTCMonth()]}/${year}:${time.toISOString().slice(11, 19)} +0000`;
  latest = {second, text};
  return text;
}

const orDash = (text: string | undefined): string => (text ? escaped(text) : "-");

/** Quotes, backslashes and everything outside printable ASCII as `\xHH`, so that a request cannot forge a line. */
function escaped(text: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text)) return text;
  return Array.from(Buffer.from(text, "latin1"), (byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`
      : String.fromCharCode(byte)
  ).join("");
}
