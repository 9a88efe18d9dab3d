import assert from "node:assert/strict";
import {test} from "node:test";
import {Window} from "../../../../collector/sources/shared/sql/window.ts";

const hour = 3_600_000;
const limits = {stretchRows: 10, stretches: 8, alwaysRows: 20, knownRows: 30};

/** A window of an hour into which rows came one a second, each compared when it came. */
function windowOf(rows: number): Window {
  const window = new Window(null, hour, limits);
  for (let i = 1; i <= rows; i++) take(window, i, i * 1000);
  return window;
}

function take(window: Window, key: number, now: number): void {
  const stretch = window.extend(key, now);
  stretch.set(String(key), "0000000a");
  stretch.seen = now;
  window.trim();
}

const ends = (window: Window, now: number) => window.due(now).map(({to}) => to);
const rowsOf = (window: Window) => window.cursor().stretches.map(([, , rows]) => rows);

test("window.due() is all of a small window, and of a larger one what has doubled its age or come to its end", () => {
  assert.deepEqual(ends(windowOf(20), 20_000), [10, 20]);
  const window = windowOf(40);
  for (const stretch of window.due(40_000)) stretch.checked = 40_000;
  assert.deepEqual(ends(window, 41_000), [40]);
  assert.deepEqual(ends(window, 50_000), [30, 40]);
  assert.deepEqual(ends(window, 60_000), [20, 30, 40]);
  for (const stretch of window.due(hour)) stretch.checked = hour;
  assert.deepEqual(ends(window, hour + 9_999), [40]);
  assert.deepEqual(ends(window, hour + 10_000), [10, 40]);
});

test("window.due() goes by the clock again that was ahead for a while", () => {
  const window = windowOf(40);
  const ahead = 1000 * hour;
  for (const stretch of window.due(ahead)) [stretch.checked, stretch.seen] = [ahead, ahead];
  assert.deepEqual(ends(window, 60_000), [10, 20, 30, 40]);
  for (const stretch of window.due(60_000)) stretch.checked = 61_000;
  assert.deepEqual(ends(window, 61_500), [40]);
  assert.deepEqual(ends(window, hour + 60_000), [10, 20, 30, 40]);
});

test("window.trim() leaves behind what was compared after its overlap, and nothing before", () => {
  const window = windowOf(40);
  for (const stretch of window.due(hour + 19_999)) stretch.checked = hour + 19_999;
  window.trim();
  assert.deepEqual([window.start, window.end, rowsOf(window)], [10, 40, [10, 10, 10]]);
  for (const stretch of window.due(2 * hour)) stretch.checked = 2 * hour;
  window.trim();
  assert.deepEqual([window.start, window.end, rowsOf(window)], [30, 40, [10]]);
});

test("window.trim() keeps the cursor within bounds, whatever comes within the overlap", () => {
  const window = windowOf(1000);
  const stretches = rowsOf(window);
  assert.ok(stretches.length <= limits.stretches);
  assert.equal(
    stretches.reduce((sum, rows) => sum + rows),
    1000
  );
  assert.deepEqual(stretches.slice(-2), [10, 10]);
});

test("window.forget() knows the newest rows one by one, and the sum of the others", () => {
  const window = windowOf(60);
  assert.deepEqual(
    [window.contentOf("30"), window.contentOf("31"), window.contentOf("60")],
    [undefined, "0000000a", "0000000a"]
  );
  assert.deepEqual(window.cursor().stretches[0]!.slice(2), [10, 100]);
});

test("window.cursor() brings the window back from JSON", () => {
  const cursor = windowOf(35).cursor();
  const window = new Window(JSON.parse(JSON.stringify(cursor)), hour, limits);
  assert.deepEqual(window.cursor(), cursor);
  assert.deepEqual([window.contentOf("15"), window.contentOf("25")], [undefined, "0000000a"]);
  assert.deepEqual(ends(window, 35_000), [10, 20, 30, 35], "nothing is known to have been compared since");
});

test("window.extend() keeps rows together that are equal in the followed value", () => {
  const window = new Window(null, hour, limits);
  for (let i = 0; i < 25; i++) window.extend(7, 0).set(String(i), "0000000a");
  window.extend(8, 0).set("25", "0000000a");
  assert.deepEqual(rowsOf(window), [25, 1]);
});

test("window.revise() gives later times, also when the clock stands or goes back", () => {
  const window = new Window(null, hour);
  assert.deepEqual([window.revise(5000), window.revise(5000), window.revise(4000)], [5000, 5001, 5002]);
  assert.equal(new Window(window.cursor(), hour).revise(1), 5003);
});
