import {meetServer} from "../tests/support/needs.ts";
import {cutEverywhere, scenarios} from "../tests/support/power-cut/cut-everywhere.ts";
import {memoryFolder} from "../tests/support/power-cut/memory-folder.ts";
import type {Bench, Row} from "./bench.ts";

const times = 10;

/** What readers get after a power cut during a publish or a rollback. */
export const bench: Bench = {
  name: "power",
  about: `power cuts after every system call of a publish and of a rollback, ${times} outcomes of what was not synced each`,
  async run({scope, say}) {
    const strace = meetServer("strace", "strace", "strace");
    const rows: Row[] = [];
    for (const scenario of scenarios) {
      say(scenario);
      const folder = memoryFolder(scope);
      const result = await cutEverywhere({scenario, folder, strace, every: 1, times, seed: Date.now()});
      for (const violation of result.violations.slice(0, 10)) say(violation);
      rows.push(
        {what: `${scenario}: power cuts`, value: result.cuts, unit: `after ${result.calls} calls`},
        {what: `${scenario}: the new snapshot, whole`, value: result.new, unit: "cuts"},
        {
          what: `${scenario}: ${scenario === "first publish" ? "none yet" : "the old snapshot, whole"}`,
          value: scenario === "first publish" ? result.cuts - result.new : result.old,
          unit: "cuts"
        },
        {
          what: `${scenario}: neither, damaged, or no publish after it`,
          value: result.violations.length,
          unit: "cuts",
          bar: {atMost: 0}
        }
      );
    }
    return rows;
  }
};
