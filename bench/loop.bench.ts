import {join} from "node:path";
import type {LakeStatus} from "../collector/lake-status.ts";
import {Snapshots} from "../collector/snapshots.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench, Row} from "./bench.ts";
import {runningDemo, stop} from "./support/running-demo.ts";

/** The whole loop on the shipped configuration, from a fresh clone after `npm ci` to a page that can be read. */
export const bench: Bench = {
  name: "loop",
  about: "weir up from an empty data folder, again with data, and weir publish",
  async run(context) {
    const {scope, say} = context;
    const data = join(temporaryFolder(scope, {prefix: "weir-bench-"}), "data");
    const demo = await runningDemo(context, data);

    const first = await demo.up();
    await stop(first.running);

    say("publishing");
    const publishing = performance.now();
    await demo.run(["publish"]);
    const rebuildS = (performance.now() - publishing) / 1000;

    const later = await demo.up();
    await stop(later.running);

    const status: LakeStatus = JSON.parse(await demo.run(["lake", "status", "--json"]));
    return [
      {what: "first start, until readable", value: first.seconds, unit: "s", bar: {atMost: 90}},
      {what: "later start, until readable", value: later.seconds, unit: "s", bar: {atMost: 10}},
      {what: "full rebuild (weir publish)", value: rebuildS, unit: "s"},
      ...collected(status),
      ...snapshot(data)
    ];
  }
};

const collected = ({datasets}: LakeStatus): Row[] =>
  Object.entries(datasets).flatMap(([name, {rows, bytes}]) => [
    {what: `lake, ${name}`, value: rows, unit: "rows"},
    {what: `lake, ${name}`, value: bytes / 1e6, unit: "MB"}
  ]);

function snapshot(data: string): Row[] {
  const current = new Snapshots(data).current();
  if (!current) throw new Error(`no snapshot: ${join(data, "snapshots")}`);
  const files = Object.values(current.files);
  const bytes = files.reduce((sum, file) => sum + file.bytes + (file.br ?? 0) + (file.gzip ?? 0), 0);
  return [
    {what: "snapshot, precompressed copies included", value: bytes / 1e6, unit: "MB"},
    {what: "snapshot", value: files.length, unit: "files"}
  ];
}
