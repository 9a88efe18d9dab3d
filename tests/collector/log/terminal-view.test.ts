import assert from "node:assert/strict";
import {test} from "node:test";
import {canRedraw, terminalView} from "../../../collector/log/terminal-view.ts";

/** A terminal of so many columns, as far as a view needs one: what stands on it, line by line. */
function terminal({columns = 30, rows = 8} = {}) {
  const lines = [""];
  let [row, column] = [0, 0];
  const writes: string[] = [];
  const put = (character: string) => {
    const line = (lines[row] ?? "").padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column += 1;
  };
  return {
    isTTY: true,
    columns,
    rows,
    writes,
    shown: () => lines.map((line) => line.trimEnd()).filter(Boolean),
    write(text: string) {
      writes.push(text);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
      for (const [part, n, command] of text.matchAll(/\u001b\[\??(\d*)([A-Za-z])|./gs)) {
        if (command === "A") row -= Number(n);
        else if (command === "K") lines[row] = (lines[row] ?? "").slice(0, column);
        else if (command === "J") lines.splice(row, lines.length, "");
        else if (command === undefined && part === "\n") [row, column] = [row + 1, 0];
        else if (command === undefined && part === "\r") column = 0;
        else if (command === undefined) put(part);
      }
      return true;
    }
  };
}
const now = () => new Date(2026, 10, 22, 7, 8, 9);

test("terminalView() keeps a block in place, lets warnings scroll above it, and ends with the last thing said", () => {
  const stream = terminal();
  let status = ["Weir", "lake  1 row"];
  const view = terminalView({status: () => status, stream: stream as never, everyMs: 1e8}, {now});
  view.say("building the pages");
  assert.deepEqual(stream.shown(), ["Weir", "lake  1 row", "07:08:09  building the pages"]);
  view.say("plant: away: gone");
  status = ["Weir", "lake  2 rows"];
  view.say("published snapshot X");
  assert.deepEqual(stream.shown(), [
    "07:08:09  plant: away: gone",
    "Weir",
    "lake  2 rows",
    "07:08:09  published snapshot…"
  ]);
  const {length} = stream.writes;
  view.say("published snapshot X");
  assert.equal(stream.writes.length, length, "nothing changed, so nothing is to be written");
  status = ["Weir"];
  view.close();
  assert.deepEqual(stream.shown(), ["07:08:09  plant: away: gone", "Weir", "07:08:09  published snapshot…"]);
});

test("terminalView() writes a change in one piece and what stayed not at all, and never more than the terminal holds", () => {
  const stream = terminal({rows: 5});
  let status = ["first line", "second 1"];
  const view = terminalView({status: () => status, stream: stream as never, everyMs: 1e8}, {now});
  view.say("one");
  status = ["first line", "second 2"];
  view.say("one");
  assert.doesNotMatch(stream.writes.at(-1)!, /first line/);
  assert.equal(stream.writes.length, 2);
  status = Array.from({length: 20}, (_, i) => `line ${i}\u001b[2J`);
  view.close();
  assert.deepEqual(stream.shown(), ["line 0\\u001b[2J", "line 1\\u001b[2J", "line 2\\u001b[2J", "07:08:09  one"]);
});

test("canRedraw() says no to pipes, dumb terminals and those who chose a form of the log", () => {
  assert.equal(canRedraw({isTTY: true}, {}), true);
  assert.equal(canRedraw({isTTY: false}, {}), false);
  for (const env of [{TERM: "dumb"}, {WEIR_LOG: "json"}, {WEIR_LOG: "text"}])
    assert.equal(canRedraw({isTTY: true}, env), false);
});
