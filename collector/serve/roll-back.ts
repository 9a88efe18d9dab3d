import {Snapshots} from "../snapshots.ts";

/** Gives readers an older snapshot of a data folder; false when there is no such snapshot. */
export async function rollBack(data: string, id: string): Promise<boolean> {
  const snapshots = new Snapshots(data);
  if (!snapshots.get(id)) return false;
  await snapshots.switchTo(id);
  return true;
}
