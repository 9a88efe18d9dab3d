import assert from "node:assert/strict";
import {test} from "node:test";
import {accessBlocks, accessHeatmap} from "../../../loaders/licences/access-patterns.ts";

const at = (text: string) => Date.parse(text);
const calls = [
  {api: "download", time: at("2026-01-05T00:00Z"), calls: 3},
  {api: "check_license", time: at("2026-01-05T03:00Z"), calls: 10},
  {api: "check_license", time: at("2026-01-05T22:00Z"), calls: 6},
  {api: "check_license", time: at("2026-01-12T03:00Z"), calls: 20}
];

test("accessBlocks() adds up six blocks of the local day for each API, most called first", () => {
  const [check, download] = accessBlocks(calls, 14, "UTC");
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
  assert.equal(download!.blocks[0]!.perDay, 3 / 14);
  assert.equal(accessBlocks(calls, 14, "Europe/Rome")[0]!.blocks[1]!.calls, 30);
});

test("accessHeatmap() means over as many such hours as there were", () => {
  const cells = accessHeatmap(calls, {from: at("2026-01-05"), to: at("2026-01-13")}, "UTC");
  const of = (api: string, weekday: number, hour: number) =>
    cells.find((cell) => cell.api === api && cell.weekday === weekday && cell.hour === hour)?.calls;
  assert.equal(of("check_license", 1, 3), 15);
  assert.equal(of("check_license", 1, 22), 3);
  assert.equal(of("download", 7, 0), 0);
  assert.equal(cells.length, 2 * 168);
});

test("accessHeatmap() leaves out hours that the window does not hold", () => {
  assert.equal(accessHeatmap(calls.slice(0, 3), {from: at("2026-01-05"), to: at("2026-01-06")}, "UTC").length, 48);
});
