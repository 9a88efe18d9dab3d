import type {IncomingMessage} from "node:http";
import {isIP} from "node:net";

export interface LoggedAnswer {
  /** Of the client, or what a proxy forwards as that. */
  ip: string;
  /** As it was asked for, with any prefix. */
  url: string;
  status: number;
  /** Length of the body as its head says it, which answers to HEAD do not have. */
  bytes: number;
}

/** `host - - [time] "request" status bytes "referer" "agent"`, as Apache and nginx write it. */
export function combinedLine(request: IncomingMessage, answer: LoggedAnswer, now = Date.now()): string {
  const {method, httpVersion, headers} = request;
  const {ip, url, status, bytes} = answer;
  const sent = method === "HEAD" || status === 304 ? 0 : bytes;
  const line = `${method} ${escaped(url)} HTTP/${httpVersion}`;
  const client = isIP(ip) ? ip : "-";
  const from = `"${orDash(headers.referer)}" "${orDash(headers["user-agent"])}"`;
  return `${client} - - [${combinedTime(now)}] "${line}" ${status} ${sent} ${from}`;
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
