import assert from "node:assert/strict";
import {test} from "node:test";
import {rounded} from "../../loaders/rounded.ts";

test("rounded() keeps four digits, whole numbers, and what is no number", () => {
  const payload = {
    share: 0.123456,
    big: 12345.678,
    time: 1795230000001,
    tiny: 1.23456e-12,
    list: [Number.NaN, null, "a", true]
  };
  assert.deepEqual(rounded<unknown>(payload), {
    share: 0.1235,
    big: 12346,
    time: 1795230000001,
    tiny: 1.235e-12,
    list: [null, null, "a", true]
  });
});
