import type {Config} from "../config.ts";
import {findSnapshot} from "../find-snapshot.ts";
import {deliver} from "../publish/deliver.ts";
import {failedTargets} from "../publish/targets/target-state.ts";
import type {Say} from "../say.ts";
import {snapshotFacts} from "../snapshot-facts.ts";
import {Snapshots} from "../snapshots.ts";
import {textTable} from "../text-table.ts";
import {megabytes} from "./amounts.ts";

interface ListOptions {
  json?: boolean;
  print: (value: unknown) => void;
}

interface ListedSnapshot {
  id: string;
  /** Whether readers get it. */
  current: boolean;
  /** ISO 8601, UTC. */
  builtAt: string;
  observedThrough: string | null;
  files: number;
  /** What it takes on disk, and what of that the one before it does not have. */
  bytes: number;
  newBytes: number;
  good: boolean;
  /** What is not: failed loaders, broken links, targets that do not have it. */
  notes: string[];
}

/** `weir snapshots list`: newest first. */
export function listSnapshots({data, publish: {targets}}: Config, {json, print}: ListOptions): void {
  const snapshots = new Snapshots(data);
  const current = snapshots.current()?.id;
  const all = snapshots.list();
  const rows = all.map((snapshot, i): ListedSnapshot => {
    const {id, builtAt, observedThrough, files, bytes, newBytes, good, notes} = snapshotFacts(snapshot, all[i + 1]);
    const failures = failedTargets(data, targets, id);
    const iso = (time: number) => new Date(time).toISOString();
    return {
      id,
      current: id === current,
      builtAt: iso(builtAt),
      observedThrough: observedThrough === null ? null : iso(observedThrough),
      files,
      bytes,
      newBytes,
      good: good && failures.length === 0,
      notes: [...notes, ...failures]
    };
  });
  if (json) print(rows);
  else if (rows.length) process.stdout.write(listText(rows));
  else process.stderr.write("weir: no snapshots yet (make one with weir publish)\n");
}

const listText = (rows: ListedSnapshot[]): string =>
  textTable(
    ["", "snapshot", "data through", "files", "size", "new", "verdict"],
    rows.map(({id, current, observedThrough, files, bytes, newBytes, good, notes}) => [
      current ? "*" : "",
      id,
      observedThrough ?? "unknown",
      String(files),
      megabytes(bytes),
      megabytes(newBytes),
      good ? "good" : `${notes[0]}${notes.length > 1 ? ` and ${notes.length - 1} more` : ""}`
    ])
  );

type Installation = Pick<Config, "root" | "data"> & {publish: Pick<Config["publish"], "targets">};

/** `weir snapshots rollback ID`: readers get an older snapshot from their next request on, and so do the targets. */
export async function rollbackTo(
  {root, data, publish: {targets}}: Installation,
  name: string,
  {say}: {say: Say}
): Promise<void> {
  const snapshots = new Snapshots(data);
  const id = findSnapshot(name, snapshots);
  if (!snapshots.get(id)) throw new Error(`no longer there: snapshot ${id} (its figures alone are kept)`);
  await snapshots.switchTo(id);
  say(`serving snapshot ${id} (the next publish replaces it)`);
  await deliver({root, data, targets, say});
}
