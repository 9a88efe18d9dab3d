import {snapshotDiff} from "../../src/components/snapshot-diff.ts";
import {compareSites} from "../compare-sites.ts";
import type {Config} from "../config.ts";
import {findSnapshot} from "../find-snapshot.ts";
import {snapshotFacts} from "../snapshot-facts.ts";
import {Snapshots} from "../snapshots.ts";
import {type SnapshotsDiff, snapshotsDiffText} from "./snapshots-diff-text.ts";

/** `weir snapshots diff A B`: what the one says and the other does not, and which files changed. */
export function diffSnapshots(
  {data}: Config,
  names: [a: string, b: string],
  {json, print}: {json?: boolean; print: (value: unknown) => void}
): void {
  const snapshots = new Snapshots(data);
  const [a, b] = names.map((name) => findSnapshot(name, snapshots)) as [string, string];
  const [before, after] = [snapshots.figures(a), snapshots.figures(b)];
  const [from, to] = [snapshots.get(a), snapshots.get(b)];
  const diff: SnapshotsDiff = {
    a: before?.snapshot ?? snapshotFacts(from!),
    b: after?.snapshot ?? snapshotFacts(to!),
    figures: before && after && snapshotDiff(before, after),
    files: from && to ? compareSites(from, to) : null
  };
  if (json) print(diff);
  else process.stdout.write(snapshotsDiffText(diff));
}
