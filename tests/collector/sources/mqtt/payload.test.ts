import assert from "node:assert/strict";
import {test} from "node:test";
import {jsonPayload, parsePayload} from "../../../../collector/sources/mqtt/payload.ts";

const parse = (text: string, json?: object, zone = "UTC") =>
  parsePayload(Buffer.from(text), json && jsonPayload.parse(json), zone);

test("parsePayload() takes a plain number", () => {
  assert.deepEqual(parse(" -1.5e2\n"), {time: null, values: [{quantity: null, value: -150}]});
});

test("parsePayload() takes fields of JSON, inside others or with dots in their names", () => {
  const json = {time: "a.t", values: {flow: "a.f", pressure: "b.p"}};
  assert.deepEqual(parse('{"a": {"t": 1720526400, "f": "2"}, "b.p": 3}', json), {
    time: 1_720_526_400_000,
    values: [
      {quantity: "flow", value: 2},
      {quantity: "pressure", value: 3}
    ]
  });
  assert.deepEqual(parse('{"v": 4}', {value: "v"}), {time: null, values: [{quantity: null, value: 4}]});
});

test("parsePayload() leaves out fields that are missing or null, but not all of them", () => {
  const json = {values: ["flow", "pressure"]};
  assert.deepEqual(parse('{"flow": null, "pressure": 1}', json).values, [{quantity: "pressure", value: 1}]);
  assert.throws(() => parse('{"flow": null}', json), {message: "no value: flow, pressure"});
});

test("parsePayload() says why a payload gives nothing", () => {
  for (const [text, message] of [
    ["{", "not JSON"],
    ["[1]", "not a JSON object"],
    ["null", "not a JSON object"],
    ['{"v": 1e999, "t": 1}', "v is not a number: Infinity"],
    ['{"v": true, "t": 1}', "v is not a number: true"],
    ['{"v": {"x": 1}, "t": 1}', 'v is not a number: {"x":1}'],
    ['{"v": 1}', "t is not a time: undefined"],
    ['{"v": 1, "t": "soon"}', "t is an invalid time: soon (write YYYY-MM-DD HH:MM:SS)"]
  ] as const)
    assert.throws(() => parse(text, {time: "t", value: "v"}), {message}, text);
});

test("parsePayload() finds no fields that JSON objects are born with", () => {
  assert.throws(() => parse("{}", {value: "constructor.length"}), {message: "no value: constructor.length"});
});
