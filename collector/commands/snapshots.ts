import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {Snapshots} from "../snapshots.ts";

interface ListOptions {
  json?: boolean;
  print: (value: unknown) => void;
}

/** `weir snapshots list`: newest first. */
export function listSnapshots({data}: Config, {json, print}: ListOptions): void {
  const snapshots = new Snapshots(data);
  const current = snapshots.current()?.id;
  const rows = snapshots.list().map(({id, builtAt, observedThrough, files, verdict}) => ({
    id,
    current: id === current,
    builtAt: new Date(builtAt).toISOString(),
    observedThrough: observedThrough === null ? null : new Date(observedThrough).toISOString(),
    files: Object.keys(files).length,
    good: verdict.good
  }));
  if (json) print(rows);
  else printRows(rows);
}

function printRows(rows: {id: string; current: boolean; observedThrough: string | null; files: number}[]): void {
  if (!rows.length) process.stderr.write("weir: no snapshots yet (make one with weir publish)\n");
  for (const {id, current, observedThrough, files} of rows)
    process.stdout.write(
      `${current ? "*" : " "} ${id}  data through ${observedThrough ?? "unknown"}  ${files} files\n`
    );
}

/** `weir snapshots rollback ID`: readers get an older snapshot from their next request on. */
export async function rollbackTo({data}: Config, id: string, {say}: {say: Say}): Promise<void> {
  await new Snapshots(data).switchTo(id);
  say(`serving snapshot ${id} (the next publish replaces it)`);
}
