import assert from "node:assert/strict";
import {test} from "node:test";
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatP,
  formatPercent,
  formatSigned,
  formatUtc,
  formatWeekday,
  missing
} from "../../../src/components/format.js";

test("formatNumber() shows as many digits as a size deserves", () => {
  assert.deepEqual(
    [0, 0.1234, 4.567, 42.345, 187.6, 61_200.4, -3.2].map((value) => formatNumber(value)),
    ["0", "0.12", "4.57", "42.3", "188", "61,200", "-3.2"]
  );
  assert.equal(formatNumber(2, {digits: 1}), "2.0");
});

test("formats show a dash for what is not known", () => {
  for (const value of [null, undefined, Number.NaN])
    assert.deepEqual([formatNumber(value), formatPercent(value), formatDuration(value)], [missing, missing, missing]);
  assert.equal(formatAgo(null), "never");
});

test("formatDuration() names the two largest units", () => {
  assert.deepEqual(
    [400, 45_000, 59_600, 720_000, 11_520_000, 10_800_000, 97_200_000, 777_600_000, 31_510_000_000].map((ms) =>
      formatDuration(ms)
    ),
    ["400 ms", "45 s", "1 min", "12 min", "3 h 12 min", "3 h", "1 d 3 h", "9 d", "365 d"]
  );
});

test("formatAgo() counts from now, in either direction", () => {
  assert.equal(formatAgo(1_000_000, 1_030_000), "just now");
  assert.equal(formatAgo(0, 180_000), "3 min ago");
  assert.equal(formatAgo(7_200_000, 0), "in 2 h");
});

test("formatPercent(), formatP(), formatSigned(), formatBytes() and formatCount() read as in a sentence", () => {
  assert.deepEqual(
    [0, 0.0312, 0.31, 1].map((share) => formatPercent(share)),
    ["0 %", "3.1 %", "31 %", "100 %"]
  );
  assert.deepEqual([0.0001, 0.0421].map(formatP), ["< 0.001", "0.042"]);
  assert.deepEqual([12, 0, -3].map(formatSigned), ["+12", "0", "−3"]);
  assert.deepEqual([0, 512, 1536, 41 * 2 ** 20].map(formatBytes), ["0 B", "512 B", "1.5 KiB", "41 MiB"]);
  assert.deepEqual([formatCount(1, "day"), formatCount(1200, "day")], ["1 day", "1,200 days"]);
});

test("formatUtc() and formatWeekday() do not depend on the reader's zone", () => {
  assert.equal(formatUtc(Date.UTC(2024, 6, 9, 0, 1, 59)), "2024-07-09 00:01 UTC");
  assert.deepEqual([1, 7].map(formatWeekday), ["Mon", "Sun"]);
});

test("formatDateTime() names the year of an instant long ago", () => {
  const now = Date.UTC(2026, 10, 21);
  assert.match(formatDateTime(Date.UTC(2026, 10, 20, 12), now), /^Fri 20 Nov, /);
  assert.match(formatDateTime(Date.UTC(2025, 10, 20, 12), now), /^20 Nov 2025, /);
});
