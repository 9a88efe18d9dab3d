import type {Config} from "../config.ts";
import {findSnapshot} from "../find-snapshot.ts";
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
  /** What is not: failed loaders, broken links. */
  notes: string[];
}

/** `weir snapshots list`: newest first. */
export function listSnapshots({data}: Config, {json, print}: ListOptions): void {
  const snapshots = new Snapshots(data);
  const current = snapshots.current()?.id;
  const all = snapshots.list();
  const rows = all.map((snapshot, i): ListedSnapshot => {
    const {id, builtAt, observedThrough, files, bytes, newBytes, good, notes} = snapshotFacts(snapshot, all[i + 1]);
    const iso = (time: number) => new Date(time).toISOString();
    return {
      id,
      current: id === current,
      builtAt: iso(builtAt),
      observedThrough: observedThrough === null ? null : iso(observedThrough),
      files,
      bytes,
      newBytes,
      good,
      notes
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

/** `weir snapshots rollback ID`: readers get an older snapshot from their next request on. */
export async function rollbackTo({data}: Config, name: string, {say}: {say: Say}): Promise<void> {
  const snapshots = new Snapshots(data);
  const {id} = await snapshots.switchTo(findSnapshot(name, snapshots));
  say(`serving snapshot ${id} (the next publish replaces it)`);
}
