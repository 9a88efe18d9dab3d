import assert from "node:assert/strict";
import {test} from "node:test";
import {Collector} from "../../collector/collector.ts";
import {parseConfig} from "../../collector/config.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("collector.stop() leaves nothing that keeps the process alive, and more than ten sources no warning", async (t) => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  t.after(() => process.off("warning", note));
  const sources = Object.fromEntries(Array.from({length: 12}, (_, i) => [`s${i}`, {kind: "system", every: "1h"}]));
  const config = parseConfig({sources}, {root: temporaryFolder(t), env: {}});
  const before = timers();
  const collector = await Collector.open(config, {say: () => {}});
  collector.start();
  await collector.stop();
  assert.equal(timers(), before);
  assert.deepEqual(warnings, []);
});
