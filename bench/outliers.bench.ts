import {execFileSync} from "node:child_process";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {root} from "../tests/support/root.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench} from "./bench.ts";

const shared = join(root, "../shared");
const nab = join(shared, "datasets/nab");
const judge = join(shared, "score/nab.mjs");

/** What the judge prints of the standard profile: 0 is no alarm at all, 100 every window at its start and nothing else. */
interface Verdict {
  files: number;
  windows: number;
  found: number;
  standard: number;
}

/**
 * The Numenta Anomaly Benchmark's public files, one threshold for all. Published on all 58: HTM 70.5, ARTime 74.9 (neither
 * was run here).
 */
export const bench: Bench = {
  name: "outliers",
  about: "weir outliers on the Numenta Anomaly Benchmark (published on all its 58 files: HTM 70.5, ARTime 74.9)",
  async run({scope, say}) {
    if (!existsSync(nab)) {
      say(`skipped: no ${nab}`);
      return [];
    }
    const folder = temporaryFolder(scope, {prefix: "weir-bench-"});
    const [table, scores] = ["series.csv", "scores.csv"].map((name) => join(folder, name)) as [string, string];
    const names = readdirSync(join(nab, "data"), {recursive: true})
      .map(String)
      .filter((name) => name.endsWith(".csv"))
      .sort();
    const rows = names.flatMap((name) => {
      const lines = readFileSync(join(nab, "data", name), "utf8")
        .trim()
        .split(/\r?\n/)
        .slice(1);
      return lines.map((line) => `${name},${line}`);
    });
    writeFileSync(table, `series,time,value\n${rows.join("\n")}\n`);

    say(`scoring ${names.length} series, ${rows.length.toLocaleString("en")} rows`);
    const columns = ["--series", "series", "--time", "time", "--value", "value"];
    const started = performance.now();
    const {code, stderr} = await runWeir(scope, ["outliers", table, ...columns, "--scores", scores]).exit;
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(`weir outliers failed: exit code ${code}\n${stderr}`);

    const labels: Record<string, unknown> = JSON.parse(readFileSync(join(nab, "labels/combined_windows.json"), "utf8"));
    const verdictOn = (chosen: string[]): Verdict => {
      const some = join(folder, "labels.json");
      writeFileSync(some, JSON.stringify(Object.fromEntries(chosen.map((name) => [name, labels[name]]))));
      return JSON.parse(
        execFileSync(process.execPath, [judge, "--labels", some, "--scores", scores], {encoding: "utf8"})
      );
    };
    const all = verdictOn(names);
    const halves = [0, 1].map((half) => verdictOn(names.filter((_, i) => i % 2 === half)));
    return [
      {
        what: `NAB, standard profile, ${all.files} public files`,
        value: all.standard,
        unit: "points",
        bar: {atLeast: 74}
      },
      ...halves.map(({standard}, i) => ({
        what: `the same, ${["odd", "even"][i]} files`,
        value: standard,
        unit: "points"
      })),
      {what: "labelled windows found", value: all.found, unit: `of ${all.windows}`},
      {what: "reading, scoring and writing them", value: seconds, unit: "s", bar: {atMost: 60}},
      {what: "one row of that", value: (1e6 * seconds) / rows.length, unit: "µs"}
    ];
  }
};
