import assert from "node:assert/strict";
import {test} from "node:test";
import {accessPatterns} from "../../../src/components/access-patterns.js";

const hour = 3_600_000;
const start = Date.parse("2026-01-05T00:00Z");
const hours = (...calls: [at: string, n: number][]) => {
  const counts = new Array<number>(8 * 24).fill(0);
  for (const [at, n] of calls) counts[(Date.parse(at) - start) / hour] = n;
  return counts;
};
const access = {
  start,
  apis: [
    {
      api: "check_license",
      calls: hours(["2026-01-05T03:00Z", 10], ["2026-01-05T22:00Z", 6], ["2026-01-12T03:00Z", 20])
    },
    {api: "download", calls: hours(["2026-01-05T00:00Z", 3])}
  ]
};
const all = {from: start, to: start + 8 * 24 * hour};

test("accessPatterns() adds up six blocks of the local day for each API", () => {
  const {hours, apis} = accessPatterns(access, all, "UTC");
  const [check, download] = apis;
  assert.equal(hours, 192);
  assert.deepEqual([check!.api, check!.calls], ["check_license", 36]);
  assert.deepEqual(
    check!.blocks.map(({block, calls}) => [block, calls]),
    [
      ["0-4", 30],
      ["4-8", 0],
      ["8-12", 0],
      ["12-16", 0],
      ["16-20", 0],
      ["20-24", 6]
    ]
  );
  assert.equal(download!.blocks[0]!.perDay, 3 / 8);
  assert.equal(accessPatterns(access, all, "Europe/Rome").apis[0]!.blocks[1]!.calls, 30);
});

test("accessPatterns() means over as many such hours as there were", () => {
  const {apis} = accessPatterns(access, all, "UTC");
  const of = (api: number, weekday: number, hour: number) =>
    apis[api]!.hours.find((cell) => cell.weekday === weekday && cell.hour === hour)?.value;
  assert.deepEqual([of(0, 1, 3), of(0, 1, 22), of(1, 7, 0)], [15, 3, 0]);
  assert.equal(apis[0]!.hours.length, 168);
});

test("accessPatterns() counts the hours of the period alone, and puts the API first that is called most in it", () => {
  const first = accessPatterns(access, {from: start, to: start + 3 * hour}, "UTC");
  assert.deepEqual(
    first.apis.map(({api, calls}) => [api, calls]),
    [
      ["download", 3],
      ["check_license", 0]
    ]
  );
  assert.equal(first.apis[0]!.hours.length, 3);
  assert.deepEqual(accessPatterns(access, {from: start - hour, to: start}, "UTC"), {hours: 0, apis: []});
});
