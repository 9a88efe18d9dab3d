import {numbers} from "./fuzz-values.ts";

/** Draws from seeded chance. */
export interface Chance {
  pick<T>(values: readonly T[]): T;
  /** True in this share of all calls. */
  chance(share: number): boolean;
  /** A whole number from 0 to below `most`. */
  below(most: number): number;
}

export interface HeaderTargets {
  /** Id of a snapshot. */
  id: string;
  /** Whether a header that names the user may be sent: not where the server would rightly believe it. */
  namesUser?: boolean;
}

type Field = (chance: Chance, targets: HeaderTargets) => string;

const address = ({below, chance}: Chance): string =>
  chance(0.5) ? Array.from({length: 4}, () => below(256)).join(".") : `2001:db8:${below(65536).toString(16)}::1`;

/** Bytes that headers may hold and seldom do; now and then some that they may not, but for line ends. */
const oddBytes = ({below, chance}: Chance): string => {
  const first = chance(0.03) ? 14 : 32;
  return Array.from({length: 1 + below(40)}, () => String.fromCharCode(first + below(95 + 129 * below(2))))
    .join("")
    .replaceAll("\u007f", "");
};

const range: Field = ({pick, chance}) =>
  `Range: bytes=${pick(numbers)}-${pick(numbers)}${chance(0.2) ? `,${pick(numbers)}-` : ""}`;

/** Ask for a file in another form. */
export const fileFields: Field[] = [
  range,
  range,
  ({pick}) => `Range: ${pick(["bytes", "items=1-2", "bytes=--", "bytes=a-b", "bytes=", "bytes=0-0,0-0,0-0"])}`,
  ({pick}) => `If-Range: ${pick(['"x"', "Thu, 01 Jan 1970 00:00:00 GMT", "*"])}`,
  ({pick}) => `If-None-Match: ${pick(["*", '"x"', 'W/"x"', ",,,", '"'.repeat(50)])}`,
  ({pick}) => `If-Match: ${pick(["*", '"x"', ""])}`,
  ({pick}) => `If-Modified-Since: ${pick(["Thu, 01 Jan 1970 00:00:00 GMT", "x", "Fri, 31 Dec 9999 23:59:59 GMT"])}`,
  ({pick, below}) =>
    `Accept-Encoding: ${pick(["br", "gzip", "br;q=0, gzip", "*;q=0", ";;;", "br".repeat(500), "", `x${below(5000)}`])}`,
  ({pick}) => `Accept: ${pick(["text/html", "*/*", ";q=", ","])}`,
  ({pick}) => `Cookie: ${pick(["weir-session=x", "=", ";;;;", "weir-session".repeat(100), "a=b;".repeat(200)])}`,
  ({pick}) => `Connection: ${pick(["keep-alive", "Cookie", "Authorization, x"])}`
];

/** Try to be somebody, or to come from somewhere. */
export const identityFields: Field[] = [
  (chance) => `Authorization: ${chance.pick(["Bearer ", "bearer weir_", "Bearer weir_", "Basic "])}${oddBytes(chance)}`,
  ({pick}) =>
    `Authorization: ${pick(["Bearer weir_", `Bearer weir_${"A".repeat(43)}`, "Bearer", `Bearer weir_${"x".repeat(9000)}`])}`,
  (chance) => `Cookie: weir-session=${oddBytes(chance)}; weir-known=${oddBytes(chance)}`,
  ({below}) => `Cookie: weir-session=${"A".repeat(below(12_000))}`,
  ({pick}) =>
    `Cookie: ${pick(['weir-session="', "weir-session", `weir-session=;weir-session=${"A".repeat(43)}`, "weir-known=.."])}`,
  ({pick}) => `X-CSRF-Token: ${pick(["", "x", "A".repeat(43), "\u00ff".repeat(20)])}`,
  ({pick}) => `Sec-Fetch-Site: ${pick(["cross-site", "same-site", "same-origin", "none", "x"])}`,
  ({pick}) => `Origin: ${pick(["null", "https://evil.example", "http://localhost"])}`,
  (chance) => `X-Forwarded-For: ${address(chance)}`,
  (chance) => `X-Forwarded-For: ${chance.pick(["1.2.3.4, ", "127.0.0.1, ", '"x" - -, ', ""])}${address(chance)}`,
  ({pick}) => `X-Forwarded-For: ${pick(["::1", "x".repeat(100), ",,,", '1.2.3.4" 200 0 "-" "-', "127.0.0.1"])}`,
  ({pick}) => `X-Forwarded-Proto: ${pick(["https", "javascript", "", "https, http"])}`,
  ({pick}) => `X-Forwarded-Host: ${pick(["evil.example", "", "a b"])}`,
  () => 'Forwarded: for="[2001:db8::1]";proto=https;host=evil.example',
  (chance, {namesUser = true}) =>
    namesUser
      ? `X-Forwarded-User: ${chance.pick(["reader", "operator", "admin", "admin, reader", oddBytes(chance)])}`
      : `X_Forwarded_User: ${chance.pick(["reader", "admin"])}`,
  ({pick}) => `X-Real-IP: ${pick(["127.0.0.1", "x"])}`
];

/** Ask the connection for something else. */
export const connectionFields: Field[] = [
  ({pick}) => `Host: ${pick(["localhost", "evil.example", "", "a b", "[::"])}`,
  ({pick}) =>
    `Content-Type: ${pick(["application/json", "application/x-www-form-urlencoded", "text/plain", "x", "multipart/form-data", "application/json; charset=\u00ff"])}`,
  ({pick}) => `Connection: ${pick(["close", "close, x"])}`,
  ({pick}) => `Expect: ${pick(["100-continue", "x"])}`,
  ({pick}) => `Upgrade: ${pick(["h2c", "websocket", "TLS/1.0"])}\r\nConnection: upgrade`,
  () => "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
  ({pick}) => `Trailer: ${pick(["X-Injected", "Content-Length"])}`,
  ({pick}) => `Referer: ${pick(["http://evil.example/", '" 200 0 "-" "-', "\u009b2J"])}`,
  ({pick}) => `User-Agent: ${pick(['" 200', "\\", "\u00ff\u0001", "x".repeat(5000)])}`,
  ({pick, chance, below}) =>
    `X-${pick(["h", "__proto__", "a_b"])}${"h".repeat(below(200))}: ${"v".repeat(below(chance(0.02) ? 30_000 : 300))}`
];
