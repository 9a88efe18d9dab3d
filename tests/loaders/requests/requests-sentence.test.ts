import assert from "node:assert/strict";
import {test} from "node:test";
import {requestsSentence} from "../../../loaders/requests/requests-sentence.ts";

const known = {over50: null, over95: null, over99: null};
const sentence = (delay: Parameters<typeof requestsSentence>[0]["all"]["delay"], {requested = 40, recent = 3} = {}) =>
  requestsSentence({
    last24h: {requested, processed: 37, delay},
    all: {requested: 400, processed: 397, delay},
    open: {count: recent, recent, oldest: []},
    now: 0
  });

test("requestsSentence() tells delays that are known", () => {
  assert.equal(
    sentence({p50: 2, p95: 30, p99: 90, ...known}, {recent: 0}),
    "40 requested in the last 24 h, none of them waiting, half done within 2 min, 99 of 100 within 1.5 h."
  );
});

test("requestsSentence() says more than where too many wait to know", () => {
  assert.equal(
    sentence({...known, p50: 2, p95: null, p99: null, over95: 120, over99: 180}),
    "40 requested in the last 24 h, 3 of them waiting, half done within 2 min, 99 of 100 in more than 3 h."
  );
  assert.equal(
    sentence({p50: null, p95: null, p99: null, over50: 60, over95: 120, over99: 180}),
    "40 requested in the last 24 h, 3 of them waiting, half take more than 1 h."
  );
  assert.equal(sentence(null, {requested: 0, recent: 0}), "0 requested in the last 24 h, none of them waiting.");
});
