import type {SnapshotFacts} from "../src/components/snapshot-figures.ts";
import type {Snapshot, SnapshotFile} from "./snapshots.ts";

/** A snapshot without its list of files; `previous` is the one published before it. */
export function snapshotFacts(snapshot: Snapshot, previous?: Snapshot): SnapshotFacts {
  const {id, builtAt, observedThrough, files, verdict} = snapshot;
  const all = Object.values(files);
  const before = new Set(Object.values(previous?.files ?? {}).map(({sha256}) => sha256));
  return {
    id,
    builtAt,
    observedThrough,
    files: all.length,
    bytes: bytesOf(all),
    newBytes: bytesOf(all.filter(({sha256}) => !before.has(sha256))),
    ...verdict
  };
}

/** What files take on disk with their compressed variants. */
export const bytesOf = (files: readonly SnapshotFile[]): number =>
  files.reduce((sum, {bytes, br = 0, gzip = 0}) => sum + bytes + br + gzip, 0);
