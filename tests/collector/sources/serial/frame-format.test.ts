import assert from "node:assert/strict";
import {test} from "node:test";
import {z} from "zod";
import {checksums} from "../../../../collector/sources/serial/checksum.ts";
import {frameOptions, parseFrame} from "../../../../collector/sources/serial/frame-format.ts";

const parse = (text: string, options: object = {}) => parseFrame(text, z.strictObject(frameOptions).parse(options));

test("parseFrame() reads the example of the manual", () => {
  assert.deepEqual(parse("001 2024-07-09 00:01 227 36"), {
    thing: "001",
    time: Date.UTC(2024, 6, 9, 0, 1),
    values: [
      {quantity: "flow", value: 227, suspect: false},
      {quantity: "pressure", value: 36, suspect: false}
    ]
  });
});

test("parseFrame() reads other delimiters, skips fields and takes time from one field", () => {
  const line = {delimiter: ";", fields: ["thing", "_", "time", "level"]};
  const {thing, time, values} = parse("a b; ignored ;2024-07-09T00:01:30Z; -1.5e1", {line});
  assert.deepEqual([thing, time, values[0]!.value], ["a b", Date.UTC(2024, 6, 9, 0, 1, 30), -15]);
});

test("parseFrame() reads named groups, leaving out those that did not take part", () => {
  const line = {pattern: /^(?<thing>\w+)=(?<flow>\S+?)(?:,(?<pressure>\S+))?$/};
  assert.deepEqual(parse("m=1", {line}), {
    thing: "m",
    time: null,
    values: [{quantity: "flow", value: 1, suspect: false}]
  });
  assert.equal(parse("m=1,2", {line}).values.length, 2);
});

test("parseFrame() marks values outside the limits as suspect", () => {
  const limits = {flow: {max: 200}, pressure: {min: 36, max: 36}};
  assert.deepEqual(
    parse("001 2024-07-09 00:01 227 36", {limits}).values.map(({suspect}) => suspect),
    [true, false]
  );
});

test("parseFrame() takes the unit off a number, and no other unit", () => {
  const options = {units: {flow: "m3/h"}, line: {delimiter: ";", fields: ["thing", "flow", "pressure"]}};
  for (const text of ["001;227m3/h;3.6", "001; 227 m3/h ;3.6"])
    assert.deepEqual(
      parse(text, options).values.map(({value}) => value),
      [227, 3.6]
    );
  for (const flow of ["227", "227 l/s", "m3/h"])
    assert.throws(() => parse(`001;${flow};3.6`, options), /^Error: flow is not (in m3\/h: 227|a number: $)/, flow);
});

test("parseFrame() checks checksums", () => {
  const text = "001 2024-07-09 00:01 227 36";
  for (const checksum of ["xor", "crc16"] as const) {
    const sum = checksums[checksum](text);
    assert.equal(parse(`${text}*${sum}`, {checksum}).thing, "001");
    assert.throws(() => parse(`${text.replace("227", "228")}*${sum}`, {checksum}), /^Error: wrong \w+ checksum/);
    assert.throws(() => parse(text, {checksum}), /^Error: missing \w+ checksum/);
  }
  assert.equal(checksums.xor("$GPGLL,5300.97914,N,00259.98174,E,125926,A"), "28");
  assert.equal(checksums.crc16("123456789"), "4B37");
});

test("parseFrame() says what is wrong with a frame", () => {
  const reason = (text: string, expected: RegExp) => assert.throws(() => parse(text), expected, text);
  reason("001 2024-07-09 00:01 227", /^Error: expected 5 fields, found 4/);
  reason("001 2024-07-09 00:01 ERR 36", /^Error: flow is not a number: ERR/);
  reason("001 2024-07-09 00:01 NaN 36", /^Error: flow is not a number: NaN/);
  reason("001 2024-07-09 00:01 1e999 36", /^Error: flow is not a number: 1e999/);
  reason("001 2024-13-09 00:01 227 36", /^Error: time is an impossible time: 2024-13-09 00:01/);
  reason("001 1900-01-01 00:01 227 36", /^Error: time is not a plausible time/);
  assert.throws(() => parse(";1", {line: {delimiter: ";", fields: ["thing", "flow"]}}), /^Error: thing is empty/);
  reason("\x00\xff\x9c", /^Error: not text \(wrong baud rate\?\)/);
});

test("frameOptions name their mistakes", () => {
  const mistakes = (line: object) =>
    z
      .strictObject(frameOptions)
      .safeParse({line})
      .error!.issues.map(({path, message}) => `${path.join(".")}: ${message}`);
  assert.deepEqual(mistakes({pattern: "x"}), [
    "line.pattern: write a regular expression, as in /^(?<thing>\\d+) (?<flow>\\d+)$/"
  ]);
  assert.deepEqual(mistakes({pattern: /(?<thing>x)/}), ["line: names no quantity, as in flow"]);
  assert.deepEqual(mistakes({fields: ["thing", "time"]}), ["line: names no quantity, as in flow"]);
  assert.deepEqual(mistakes({fields: ["flow"], pattern: /(?<flow>x)/}), [
    "line: write pattern, or delimiter and fields"
  ]);
});
