import assert from "node:assert/strict";
import {test} from "node:test";
import {terminalProgress} from "../../collector/terminal-progress.ts";

function recorded(isTTY: boolean) {
  const written: string[] = [];
  const clock = {now: 0};
  const write = (text: string) => written.push(text) > 0;
  const progress = terminalProgress({isTTY, write} as never, {now: () => clock.now});
  return {written, clock, progress};
}

test("terminalProgress() shows a line at most five times a second, and takes it away", () => {
  const {written, clock, progress} = recorded(true);
  for (const [now, line] of [
    [0, "1"],
    [199, "2"],
    [200, "3"]
  ] as const) {
    clock.now = now;
    progress.show(line);
  }
  progress.clear();
  assert.deepEqual(written, ["\r\u001b[K1", "\r\u001b[K3", "\r\u001b[K"]);
});

test("terminalProgress() writes nothing into a pipe", () => {
  const {written, progress} = recorded(false);
  progress.show("1");
  progress.clear();
  assert.deepEqual(written, []);
});
