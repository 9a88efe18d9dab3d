import assert from "node:assert/strict";
import {test} from "node:test";
import {combined} from "../../../../collector/sources/logfile/combined.ts";

const logged = (request: string) => `h - - [10/Oct/2000:13:55:36 -0700] "${request}" 200 1 "r" "a"`;
const subject = (request: string) => combined.parse(logged(request)).subject;

test("combined.parse() reads the example of the Apache manual", () => {
  const text =
    '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"';
  const expected = {
    time: Date.UTC(2000, 9, 10, 20, 55, 36),
    address: "127.0.0.1",
    subject: "GET /apache_pb.gif",
    status: "200",
    durationMs: null,
    bytes: 2326
  };
  assert.deepEqual(combined.parse(text), expected);
  assert.deepEqual(combined.parse(text.slice(0, text.indexOf(' "http:'))), expected);
});

test("combined.parse() reads escaped quotes and IPv6 addresses", () => {
  const text = String.raw`2001:db8::1 - - [10/Oct/2000:13:55:36 +0000] "GET /a\"b HTTP/2.0" 200 1 "-" "say \"hi\" \\"`;
  assert.deepEqual(
    [combined.parse(text).address, combined.parse(text).subject],
    ["2001:db8::1", String.raw`GET /a\"b`]
  );
});

test("combined.parse() cuts off what may carry secrets", () => {
  assert.equal(subject("GET /a?token=1 HTTP/1.1"), "GET /a");
  assert.equal(subject("GET /a;jsessionid=1?x HTTP/1.1"), "GET /a");
  assert.equal(subject("GET /?q HTTP/1.1"), "GET /");
  assert.equal(subject("GET http://user:pass@example.org/a HTTP/1.1"), "GET /a");
});

test("combined.parse() takes a line whose request is none", () => {
  for (const request of ["-", "", String.raw`\x16\x03\x01`, "GET"]) assert.equal(subject(request), "-");
});

test("combined.parse() throws on a size that no number holds", () => {
  const text = `h - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 ${"9".repeat(400)}`;
  assert.throws(() => combined.parse(text), /^Error: bytes is not a number: 9+…$/);
});

test("combined.parse() throws on impossible times", () => {
  const at = (time: string) => () => combined.parse(`h - - [${time}] "GET / HTTP/1.1" 200 1`);
  assert.throws(at("10/Okt/2000:13:55:36 -0700"), /invalid time/);
  assert.throws(at("31/Feb/2000:13:55:36 -0700"), /impossible time/);
  assert.throws(at("10/Oct/2000:25:55:36 -0700"), /impossible time/);
  assert.throws(at("10/Oct/1950:13:55:36 -0700"), /not a plausible time/);
});
