import type {Chance} from "./fuzz-headers.ts";
import {numbers} from "./fuzz-values.ts";

const texts = [
  '{"a":1}',
  "{",
  "",
  "null",
  "user=a&password=b&csrf=c",
  "user=reader&password=wrong&to=//evil.example/",
  "csrf=%ff%fe&csrf=x",
  "a=".repeat(3000),
  "x".repeat(70_000),
  "[".repeat(2000),
  '{"__proto__":{"x":1}}',
  '{"csrf":{"toString":1}}',
  "GET /secret.key HTTP/1.1\r\nHost: localhost\r\n\r\n"
];

export interface FuzzBody {
  /** Headers that say how long it is. */
  fields: string[];
  body: string;
}

/** A body that is as long as is said. */
export function rightBody({pick, chance, below}: Chance): FuzzBody {
  const text = pick(texts);
  if (chance(0.6)) return {fields: [`Content-Length: ${text.length}`], body: text};
  return {fields: ["Transfer-Encoding: chunked"], body: chunks(text, below)};
}

/** A body whose length is said wrongly, doubly or in a way that servers do not agree on. */
export function fuzzBody({pick, chance, below}: Chance): FuzzBody {
  const text = pick(texts);
  const right = `Content-Length: ${text.length}`;
  if (chance(0.3)) return {fields: [`Content-Length: ${pick([...numbers, String(below(200))])}`], body: text};
  const chunked = chunks(text, below);
  if (chance(0.5)) return {fields: ["Transfer-Encoding: chunked"], body: broken(chunked, {pick, below})};
  return {
    fields: pick([
      [right, "Transfer-Encoding: chunked"],
      [right, `Content-Length: ${below(9)}`],
      ["Transfer-Encoding: xchunked"],
      ["Transfer-Encoding: chunked, identity"],
      ["Transfer-Encoding: gzip, chunked"],
      ["Transfer-Encoding : chunked"],
      ["Transfer-Encoding:\tchunked", right],
      [`Content-Length: ${text.length}, ${text.length}`]
    ]),
    body: chance(0.5) ? chunked : text
  };
}

/** The text in one to a few chunks, with extensions and trailers now and then. */
function chunks(text: string, below: Chance["below"]): string {
  const at = below(text.length + 1);
  const parts = [text.slice(0, at), text.slice(at)].filter(Boolean);
  const extension = below(4) ? "" : `;x="${"y".repeat(below(3000))}"`;
  const trailer = below(4) ? "" : "X-Injected: 1\r\nContent-Length: 5\r\n";
  return `${parts.map((part) => `${part.length.toString(16)}${extension}\r\n${part}\r\n`).join("")}0\r\n${trailer}\r\n`;
}

/** Chunks that are not as they should be: cut off, with sizes that lie, with line ends that are none. */
function broken(chunked: string, {pick, below}: Pick<Chance, "pick" | "below">): string {
  return pick([
    () => chunked.slice(0, below(chunked.length)),
    () => `${pick(["ffffffffffffffff", "-1", "0x5", "", "5 5", "fffffff"])}\r\n${chunked}`,
    () => chunked.replaceAll("\r\n", "\n"),
    () => chunked.replaceAll("\r\n", "\r")
  ])();
}
