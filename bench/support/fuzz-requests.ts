import type {seeded} from "../../tests/support/random.ts";

export interface FuzzTargets {
  /** Paths that are there. */
  paths: string[];
  /** Id of a snapshot. */
  id: string;
}

const odd = [
  "..",
  ".",
  "%2e%2e",
  "%2E%2e%2f",
  "..%2f",
  "%2f",
  "%5c",
  "\\",
  "%00",
  "%0d%0aX-Injected:%201",
  "%c0%ae%c0%ae",
  "%e0%80%ae",
  "%25%32%65",
  "%",
  "%zz",
  "manifest.json",
  "figures.json",
  "catalog.db",
  "secret.key",
  "current",
  "site",
  "__proto__",
  "constructor",
  "~",
  "a".repeat(300),
  "\u00ff",
  "",
  "?",
  "#",
  ";",
  "etc/passwd"
];
const methods = [
  "GET",
  "GET",
  "GET",
  "GET",
  "HEAD",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PATCH",
  "get",
  "FOO"
];
const numbers = ["0", "1", "-1", "5", "99999", "4294967296", "18446744073709551616", "1e3", "0x1", "NaN", "", " 1"];
const places = [
  "/snapshots/",
  "/api/",
  "/api/live/",
  "/login",
  "/metrics",
  "/healthz",
  "/_file/",
  "//",
  "/../../",
  "/snapshots/current/"
];

/** A request as bytes: most are almost right, some are noise. */
export function fuzzRequest(random: ReturnType<typeof seeded>, {paths, id}: FuzzTargets): Buffer {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const chance = (share: number) => random() < share;
  const range = () => `bytes=${pick(numbers)}-${pick(numbers)}${chance(0.2) ? `,${pick(numbers)}-` : ""}`;
  const path = () => {
    if (chance(0.25)) return `/${pick(paths)}`;
    const parts = Array.from({length: 1 + Math.floor(random() * 6)}, () => (chance(0.2) ? pick(paths) : pick(odd)));
    const base = chance(0.3) ? pick([...places, `/snapshots/${id}/`, `/snapshots/${id}/../`]) : "/";
    return base + parts.join(pick(["/", "/", "/", "%2f", "\\", ""]));
  };
  const fields: (() => string)[] = [
    () => `Range: ${range()}`,
    () => `Range: ${pick(["bytes", "items=1-2", "bytes=--", "bytes=a-b", "bytes=", "bytes=0-0,0-0,0-0"])}`,
    () => `If-Range: ${pick(['"x"', "Thu, 01 Jan 1970 00:00:00 GMT", "*"])}`,
    () => `If-None-Match: ${pick(["*", '"x"', 'W/"x"', ",,,", '"'.repeat(50)])}`,
    () => `Accept-Encoding: ${pick(["br", "gzip", "br;q=0, gzip", "*;q=0", ";;;", "br".repeat(500)])}`,
    () => `Accept: ${pick(["text/html", "*/*", ";q=", ","])}`,
    () => `Cookie: ${pick(["weir-session=x", "=", ";;;;", "weir-session".repeat(100), "a=b;".repeat(200)])}`,
    () => `X-Forwarded-For: ${pick(["1.2.3.4", "::1", "x".repeat(100), ",,,", "1.2.3.4, 5.6.7.8"])}`,
    () => `X-Forwarded-Proto: ${pick(["https", "javascript", ""])}`,
    () => `Host: ${pick(["localhost", "evil.example", "", "a b", "[::"])}`,
    () =>
      `Content-Type: ${pick(["application/json", "application/x-www-form-urlencoded", "text/plain", "x", "multipart/form-data"])}`,
    () => `Expect: ${pick(["100-continue", "x"])}`,
    () => `Upgrade: ${pick(["h2c", "websocket"])}\r\nConnection: upgrade`,
    () =>
      `X-${"h".repeat(Math.floor(random() * 200))}: ${"v".repeat(Math.floor(random() * (chance(0.02) ? 30_000 : 300)))}`
  ];
  if (chance(0.6)) {
    const lines = [`${chance(0.8) ? "GET" : "HEAD"} ${path().replace(/[\\#\u00ff]/g, "")} HTTP/1.1`, "Host: localhost"];
    while (chance(0.5)) lines.push(pick(fields.slice(0, 7))());
    return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  }
  if (chance(0.02)) return Buffer.from(Array.from({length: 200}, () => Math.floor(random() * 256)));
  const lines = [`${pick(methods)} ${path()} HTTP/1.${chance(0.95) ? 1 : pick(["0", "9", "x"])}`];
  if (chance(0.97)) lines.push("Host: localhost");
  while (chance(0.6)) lines.push(pick(fields)());
  let body = "";
  if (chance(0.15)) {
    body = pick([
      '{"a":1}',
      "{",
      "user=a&password=b&csrf=c",
      "a=".repeat(3000),
      "[".repeat(2000),
      '{"__proto__":{"x":1}}'
    ]);
    lines.push(
      pick([
        `Content-Length: ${body.length}`,
        `Content-Length: ${body.length}`,
        `Content-Length: ${pick(numbers)}`,
        "Transfer-Encoding: chunked"
      ])
    );
  }
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`, "latin1");
}
