import {join, relative} from "node:path";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {freshCheckout} from "./support/fresh-checkout.ts";
import {importStage, writeStages} from "./support/hourly-demo.ts";
import {addedUse, type DiskUse, diskUse} from "./support/new-on-disk.ts";

interface Stage {
  /** The instant that counts as now, ms UTC. */
  until: number;
  what: string;
  /** Whether it is an hour after the one before, and measured. */
  isHour: boolean;
  /** Whether the machine's own readings, of which there are most, have been taken for a year from here on. */
  machineYear?: boolean;
}

/** A working day has the most requests; near the turn of a month, what is made anew with each hour is as large as it gets. */
const stages: Stage[] = [
  {until: Date.UTC(2026, 9, 30, 14), what: "a year of the demo", isHour: false},
  {until: Date.UTC(2026, 9, 30, 15), what: "an hour more of a working day", isHour: true},
  {until: Date.UTC(2026, 9, 31, 22, 30), what: "the day after", isHour: false},
  {until: Date.UTC(2026, 9, 31, 23, 30), what: "an hour more at the end of a month", isHour: true},
  {until: Date.UTC(2026, 10, 1, 0, 30), what: "an hour more at the turn of a month", isHour: true},
  {until: Date.UTC(2026, 10, 30, 22, 30), what: "a year of the machine", isHour: false, machineYear: true},
  {
    until: Date.UTC(2026, 10, 30, 23, 30),
    what: "the machine for a year: an hour more at the end of a month",
    isHour: true
  },
  {
    until: Date.UTC(2026, 11, 1, 0, 30),
    what: "the machine for a year: an hour more at the turn of a month",
    isHour: true
  }
];

/**
 * What each snapshot of the demo's site takes on disk besides what it has in common with earlier ones: with readings of
 * the machine itself for a month, and for a year.
 */
export const bench: Bench = {
  name: "snapshot-size",
  about: "what another hour of data of all sources adds to the published snapshots, on disk",
  async run(context) {
    const {scope, say} = context;
    const data = temporaryFolder(scope, {prefix: "weir-bench-"});
    const options = {checkout: freshCheckout(scope), env: {WEIR_DATA: data}};
    say("making a year and a month of the demo");
    const instants = stages.map(({until}) => until);
    const machineYearAt = stages.findIndex(({machineYear}) => machineYear);
    const files = await writeStages(temporaryFolder(scope, {prefix: "weir-bench-"}), instants, {machineYearAt});
    const folder = join(data, "snapshots");
    const rows: Row[] = [];
    let before = new Map<number, DiskUse>();
    for (const [i, {until, what, isHour}] of stages.entries()) {
      say(what);
      const env = {...options.env, WEIR_NOW: new Date(until).toISOString()};
      await importStage(data, files[i]!);
      if (i === 0) await run(context, ["train"], {...options, env});
      await run(context, ["publish"], {...options, env});
      const after = diskUse(folder);
      const added = addedUse(before, after);
      if (isHour) {
        const bytes = added.reduce((sum, use) => sum + use.bytes, 0);
        for (const line of largest(added, folder)) say(line);
        rows.push({what, value: bytes / 1e6, unit: `MB in ${added.length} files`, bar: {atMost: 5}});
      }
      before = after;
    }
    return rows;
  }
};

const largest = (added: readonly DiskUse[], folder: string): string[] =>
  added.slice(0, 25).map(({path, bytes}) => `${(bytes / 1e6).toFixed(3).padStart(8)} MB ${relative(folder, path)}`);

async function run({scope}: BenchContext, args: string[], options: Parameters<typeof runWeir>[2]): Promise<void> {
  const {code, stderr} = await runWeir(scope, args, options).exit;
  if (code !== 0) throw new Error(`weir ${args[0]} failed: ${stderr}`);
}
