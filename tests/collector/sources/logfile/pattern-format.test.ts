import assert from "node:assert/strict";
import {test} from "node:test";
import {patternFormat} from "../../../../collector/sources/logfile/pattern-format.ts";

const hash = (value: string) => `<${value.length}>`;
const pattern = /^(?<time>\S+ \S+) (?<actor>\S+) (?<method>[A-Z]+) (?<path>\S+) (?<status>\d+) (?<duration>[\d.]+)s$/;
const line = "2024-07-09 02:00:00 10.0.0.1 GET /a?b 200 0.5s";

test("patternFormat() reads the named groups, whatever its flags", () => {
  const entry = {
    time: Date.UTC(2024, 6, 9),
    address: "10.0.0.1",
    subject: "GET /a",
    status: "200",
    durationMs: 500,
    bytes: null
  };
  for (const flags of ["", "g", "y", "d"]) {
    const {parse} = patternFormat(new RegExp(pattern.source, flags), "Europe/Rome");
    assert.deepEqual(parse([line, line]), [entry, entry]);
  }
});

test("patternFormat() says which line does not match, or holds no value", () => {
  const [good, other, bad] = patternFormat(pattern, "UTC").parse([line, "else", line.replace("07-09", "17-09")]);
  assert.ok(!(good instanceof Error));
  assert.match((other as Error).message, /^does not match the pattern$/);
  assert.match((bad as Error).message, /^time is an impossible time/);
});

test("patternFormat() gives up on a line that would take years, and reads the others", () => {
  const evil = patternFormat(/^(?<time>\d+) (?<path>\/(?:a+)+)$/, "UTC");
  const [good, slow, next] = evil.parse(["1732190400 /aaa", `1732190400 /${"a".repeat(60)}!`, "1732190401 /a"]);
  assert.equal((good as {subject: string}).subject, "/aaa");
  assert.match((slow as Error).message, /takes too long on this line/);
  assert.equal((next as {time: number}).time, 1732190401000);
});

test("patternFormat() does not hold up the others for a batch full of such lines", () => {
  const evil = patternFormat(/^(?<time>\d+) (?<path>\/(?:a+)+)$/, "UTC");
  const lines = Array.from({length: 1000}, () => `1732190400 /${"a".repeat(60)}!`);
  const entries = evil.parse(lines);
  assert.ok(entries.every((entry) => entry instanceof Error && /takes too long/.test(entry.message)));
  assert.equal(new Set(entries).size, 10, "so many lines were looked at");
});

test("patternFormat() hides the client where the pattern finds one", () => {
  const {redact} = patternFormat(pattern, "UTC");
  assert.equal(redact(line, hash), line.replace("10.0.0.1", "<8>"));
  assert.equal(redact("else", hash), "else");
});
