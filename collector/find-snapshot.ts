import type {Snapshots} from "./snapshots.ts";
import {WrongUsage} from "./wrong-usage.ts";

/**
 * Id of the snapshot that a name means: its id or the beginning of it, `current`, or `previous` for the one published
 * before the current one. Snapshots of which figures alone are kept count, too.
 */
export function findSnapshot(name: string, snapshots: Snapshots): string {
  const ids = [...snapshots.list().map(({id}) => id), ...snapshots.pastIds()].sort().reverse();
  if (ids.length === 0) throw new Error(`no such snapshot: ${name} (there is none yet: make one with weir publish)`);
  if (name === "current" || name === "previous") return besideCurrent(name, ids, snapshots.current()?.id);
  const found = ids.filter((id) => name !== "" && id.startsWith(name));
  if (found.length > 1)
    throw new WrongUsage(`more than one snapshot: ${name} begins ${found.length} ids (write more of it)`);
  if (found.length === 0) throw new Error(`no such snapshot: ${name} (see: weir snapshots list)`);
  return found[0]!;
}

function besideCurrent(name: "current" | "previous", ids: string[], current: string | undefined): string {
  if (current === undefined)
    throw new Error("no snapshot is being served (choose one with weir snapshots rollback ID)");
  if (name === "current") return current;
  const previous = ids[ids.indexOf(current) + 1];
  if (previous === undefined) throw new Error(`no snapshot before the current one: ${current} is the oldest`);
  return previous;
}
