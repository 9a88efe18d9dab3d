import assert from "node:assert/strict";
import {test} from "node:test";
import type {Batch} from "../../../../collector/source.ts";
import {combined} from "../../../../collector/sources/logfile/combined.ts";
import {combinedEncoder} from "../../../../collector/sources/logfile/encode-combined.ts";
import {lineBatches} from "../../../../collector/sources/logfile/line-batches.ts";
import {LineSink, LineSinks} from "../../../../collector/sources/logfile/line-sink.ts";
import {lineByLine} from "../../../../collector/sources/logfile/log-format.ts";
import type {LogLines} from "../../../../collector/sources/logfile/log-reader.ts";
import {seeded} from "../../../support/random.ts";

const context = {id: 'odd "id"', hash: (value: string) => `<${Buffer.from(value).toString("hex")}>`};
const encode = combinedEncoder(context.id, context.hash);
const nextLine = (text: string, start: number) => encode(Buffer.from(text), start, new LineSink());
const format = lineByLine(combined);
const sinks = new LineSinks();

function chunkOf(bytes: Buffer): LogLines {
  return {offset: 1000, end: 1000 + bytes.length, bytes, cursor: (end) => ({files: [], end}) as never};
}

/** What both ways make of the same bytes. */
function bothWays(bytes: Buffer, maxLineBytes = 65_536) {
  const all = (batches: Iterable<Batch<"events">>) => {
    const list = [...batches].map((batch) => ({...batch, records: [...batch.records]}));
    const records = list.flatMap((batch) => batch.records);
    return {
      records,
      rejects: list.flatMap(({rejects}) => rejects ?? []),
      read: list.reduce((n, {read}) => n + read, 0)
    };
  };
  return {
    quick: all(lineBatches(chunkOf(bytes), {format, encode, sinks, maxLineBytes}, context)),
    exact: all(lineBatches(chunkOf(bytes), {format, sinks, maxLineBytes}, context))
  };
}

const usual = (n: number) =>
  `10.0.${n % 7}.1 - frank [10/Oct/2000:13:55:${String(n % 60).padStart(2, "0")} -0700] ` +
  `"GET /a/${n}?q=${n} HTTP/1.1" 200 ${n || "-"} "http://example.com/" "Mozilla/5.0 (X11)"`;

test("combinedEncoder() takes usual lines, and finds in them what combined.parse() finds", () => {
  for (const line of [usual(0), usual(5), usual(5).slice(0, usual(5).indexOf(' "http'))])
    for (const end of ["\n", "\r\n"]) {
      assert.equal(nextLine(`x\n${line}${end}y`, 2), 2 + line.length + end.length);
      const {quick, exact} = bothWays(Buffer.from(line + end));
      assert.equal(exact.records.length, 1);
      assert.deepEqual(quick, exact);
    }
});

test("lineBatches() gives the same with and without the quick way, whatever a line holds", () => {
  const random = seeded(3);
  const pieces = [
    ...'"\\[]?#;- \t\r\n\u0000/%:.0a',
    "\u00a0",
    "\u2003",
    "é",
    "🙂",
    "\ufeff",
    "\n\n",
    "POST",
    "http://h/p",
    " HTTP/1.1",
    "-0700",
    "00",
    "31/Feb/2001",
    "\\x22",
    '" "',
    "[1]"
  ];
  let quickLines = 0;
  for (let round = 0; round < 3000; round++) {
    let text = "";
    for (let i = 0; i < 4; i++) {
      let line = usual(Math.floor(random() * 100));
      for (let change = Math.floor(random() * 3); change > 0; change--) {
        const at = Math.floor(random() * line.length);
        const piece = pieces[Math.floor(random() * pieces.length)]!;
        line = line.slice(0, at) + piece + line.slice(at + Math.floor(random() * 3));
      }
      text += `${line}\n`;
    }
    let bytes = Buffer.from(text);
    if (random() < 0.05) bytes[Math.floor(random() * bytes.length)] = 0x80 + Math.floor(random() * 0x80);
    if (random() < 0.1) bytes = bytes.subarray(0, -1);
    const {quick, exact} = bothWays(bytes, random() < 0.1 ? 150 : undefined);
    assert.deepEqual(quick, exact, JSON.stringify(bytes.toString("latin1")));
    for (let start = 0; start >= 0 && start < bytes.length; start = bytes.indexOf("\n", start) + 1 || -1)
      quickLines += encode(bytes, start, new LineSink()) >= 0 ? 1 : 0;
  }
  assert.ok(quickLines > 3000, `only ${quickLines} lines went the quick way`);
});
