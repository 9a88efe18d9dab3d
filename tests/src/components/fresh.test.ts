import assert from "node:assert/strict";
import {test} from "node:test";
import {judge} from "../../../src/components/fresh.ts";
import type {Meta, MetaSource} from "../../../src/components/meta.ts";

const minute = 60_000;
const now = Date.UTC(2026, 0, 1, 12);

const source = (id: string, ago: number, rest: Partial<MetaSource> = {}): MetaSource => ({
  id,
  about: "",
  simulated: false,
  state: "running",
  message: "",
  observedThrough: now - ago * minute,
  freshForMs: 10 * minute,
  stale: false,
  ...rest
});

const meta = (...sources: MetaSource[]): Meta => ({
  builtAt: now,
  observedThrough: Math.max(...sources.map(({observedThrough}) => observedThrough ?? 0)) || null,
  sources,
  timeZone: "UTC",
  publishEveryMs: 10 * minute
});

test("judge() counts a page as current for what its sources may take and three publications", () => {
  assert.deepEqual(judge(meta(source("plant", 40)), {}, now), {
    tone: "good",
    word: "current",
    words: "Observed through 40 min ago; its limit is 40 min"
  });
  assert.equal(judge(meta(source("plant", 41)), {}, now).tone, "warn");
  assert.equal(judge(meta(source("plant", 401)), {}, now).tone, "bad");
});

test("judge() takes a part's own time and limit", () => {
  const part = (ago: number) =>
    judge(meta(source("plant", 0)), {observedThrough: now - ago * minute, limitMs: 5 * minute}, now);
  assert.deepEqual([part(5).tone, part(6).tone, part(51).tone], ["good", "warn", "bad"]);
  assert.equal(part(6).words, "Observed through 6 min ago; its limit is 5 min");
});

test("judge() names sources that were late when the page was built, and only those of the part", () => {
  const page = meta(source("plant", 1), source("door", 30, {stale: true}));
  assert.match(judge(page, {}, now).words, /late: door$/);
  assert.equal(judge(page, {}, now).tone, "warn");
  assert.equal(judge(page, {sources: ["plant"]}, now).tone, "good");
  assert.match(judge(page, {sources: ["door"]}, now).words, /^Observed through 30 min ago; .*late: door$/);
});

test("judge() says so where nothing was observed", () => {
  assert.equal(judge(meta(source("plant", 0, {observedThrough: null})), {}, now).tone, "none");
  assert.equal(judge(meta(source("plant", 0)), {observedThrough: null}, now).words, "Nothing observed yet");
});
