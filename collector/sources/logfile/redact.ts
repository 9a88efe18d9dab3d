import {isIP} from "node:net";

const ipv4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const ipv6 = /(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/gi;
const query = /\?[^\s"]+/g;

/** A text fit to be kept: IP addresses hashed, queries cut off. */
export function redact(text: string, hash: (value: string) => string): string {
  return text
    .replace(ipv4, (address) => hash(address))
    .replace(ipv6, (found) => (isIP(found) ? hash(found) : found))
    .replace(query, "?…");
}
