import assert from "node:assert/strict";
import {test} from "node:test";
import {type PastOptions, PastReader} from "../../../collector/watch/past-reader.ts";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 22, 12);

test("PastReader gives the past to all series once a day, and within the day to those that lack something", async () => {
  const given: string[] = [];
  const seriesOf = (name: string, lacks: string[]) => ({lacks, seed: () => given.push(name)});
  const known = {whole: seriesOf("whole", []), short: seriesOf("short", ["forecast"])};
  const series = {sources: new Set(["plant"]), of: (_: string, name: keyof typeof known) => known[name]};
  const options = {
    past: {seeds: async () => Object.keys(known).map((name) => ({source: "plant", observed: {series: name}}))},
    flush: async () => {},
    catchUp: {replay: () => undefined, end: async () => {}},
    tell: async () => {},
    say: assert.fail,
    signal: new AbortController().signal
  };
  const reader = new PastReader(series as never, options as unknown as PastOptions);
  await reader.read(noon);
  await reader.read(noon + hour);
  await reader.read(noon + 24 * hour);
  assert.deepEqual(given, ["whole", "short", "short", "whole", "short"]);
});
