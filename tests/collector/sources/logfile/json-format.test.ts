import assert from "node:assert/strict";
import {test} from "node:test";
import {jsonFormat, usualFields} from "../../../../collector/sources/logfile/json-format.ts";

const {parse, redact} = jsonFormat(usualFields, "Europe/Rome");
const hash = (value: string) => `<${value.length}>`;

test("jsonFormat() reads what Caddy writes", () => {
  const line =
    '{"level":"info","ts":1732190400.125,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.9",' +
    '"client_ip":"10.0.0.1","proto":"HTTP/2.0","method":"GET","host":"a.example","uri":"/items/7?token=secret"},' +
    '"bytes_read":0,"duration":0.0125,"size":512,"status":200}';
  assert.deepEqual(parse(line), {
    time: 1732190400125,
    address: "10.0.0.1",
    subject: "GET /items/7",
    status: "200",
    durationMs: 12.5,
    bytes: 512
  });
});

test("jsonFormat() reads what nginx writes with the names of its variables", () => {
  const line =
    '{"msec":"1732190400.125","remote_addr":"2001:db8::1","request":"POST /a;id=3 HTTP/1.1","status":"499",' +
    '"body_bytes_sent":"0","request_time":"0.250"}';
  assert.deepEqual(parse(line), {
    time: 1732190400125,
    address: "2001:db8::1",
    subject: "POST /a",
    status: "499",
    durationMs: 250,
    bytes: 0
  });
});

test("jsonFormat() takes times without an offset in the given zone, and no more than a time and a path", () => {
  const entry = parse('{"time":"2024-07-09 02:00:00","url":"https://h.example/x#y","status":null,"ip":"-"}');
  const nothing = {address: null, status: null, durationMs: null, bytes: null};
  assert.deepEqual(entry, {...nothing, time: Date.UTC(2024, 6, 9), subject: "/x"});
});

test("jsonFormat() looks where it is told, at keys with dots first", () => {
  const fields = {...usualFields, path: ["http.path", "deep.er"], time: ["when"]};
  const format = jsonFormat(fields, "UTC");
  assert.equal(format.parse('{"when":1732190400,"http.path":"/a","http":{"path":"/b"}}').subject, "/a");
  assert.equal(format.parse('{"when":1732190400,"deep":{"er":"/c"}}').subject, "/c");
});

test("jsonFormat() says what is wrong with a line", () => {
  const reasons: [line: string, reason: RegExp][] = [
    ["{", /^not JSON$/],
    ["[1]", /^not a JSON object$/],
    ["7", /^not a JSON object$/],
    ['{"ts":1732190400}', /^no subject, request or path$/],
    ['{"uri":"/a"}', /^no time$/],
    ['{"uri":"/a","ts":"yesterday"}', /^time is an invalid time/],
    ['{"uri":"/a","ts":1732190400,"size":"big"}', /^bytes is not a number/]
  ];
  for (const [line, reason] of reasons) assert.throws(() => parse(line), {message: reason});
});

test("jsonFormat() hides clients, wherever they stand", () => {
  const line = '{"remote_addr":"ann","request":{"client_ip":"10.0.0.1","uri":"/a"}}';
  assert.equal(redact(line, hash), '{"remote_addr":"<3>","request":{"client_ip":"<8>","uri":"/a"}}');
  assert.equal(redact("no JSON", hash), "no JSON");
});
