import type {Config} from "../config.ts";
import {placeOf, readTargetState} from "../publish/targets/target-state.ts";
import {Snapshots} from "../snapshots.ts";
import {textTable} from "../text-table.ts";
import {megabytes} from "./amounts.ts";

interface ListedTarget {
  name: string;
  kind: string;
  place: string;
  /** current: it has the snapshot that readers get; behind: an older one, or none; failing: the last try failed. */
  state: "current" | "behind" | "failing";
  /** The last snapshot that it got, and when, ISO 8601, UTC. */
  snapshot: string | null;
  deliveredAt: string | null;
  /** What is there of Weir's. */
  files: number;
  bytes: number;
  /** Of the last try. */
  triedAt: string | null;
  problem: string | null;
}

/** `weir snapshots targets`: what each target has, as far as this installation knows. */
export function listTargets(
  {data, publish: {targets}}: Config,
  {json, print}: {json?: boolean; print: (value: unknown) => void}
): void {
  const current = new Snapshots(data).current()?.id;
  const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  const rows = Object.entries(targets).map(([name, settings]): ListedTarget => {
    const {kind, delivered, tries, files} = readTargetState(data, name, settings);
    const [last] = tries;
    const snapshot = delivered?.snapshot ?? null;
    return {
      name,
      kind,
      place: placeOf(settings),
      state: last && !last.ok ? "failing" : snapshot !== null && snapshot === current ? "current" : "behind",
      snapshot,
      deliveredAt: iso(delivered?.at),
      files: Object.keys(files).length,
      bytes: Object.values(files).reduce((sum, {bytes}) => sum + bytes, 0),
      triedAt: iso(last?.at),
      problem: last && !last.ok ? last.message : null
    };
  });
  if (json) print(rows);
  else if (rows.length) process.stdout.write(listText(rows));
  else process.stderr.write("weir: no targets (name them in publish.targets of weir.config.ts)\n");
}

const listText = (rows: ListedTarget[]): string =>
  textTable(
    ["target", "place", "state", "snapshot", "delivered", "files", "size", "problem"],
    rows.map(({name, place, state, snapshot, deliveredAt, files, bytes, problem}) => [
      name,
      place,
      state,
      snapshot ?? "none",
      deliveredAt ?? "never",
      String(files),
      megabytes(bytes),
      problem ?? ""
    ])
  );
