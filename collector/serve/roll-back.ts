import type {TargetSettings} from "../config/publish-settings.ts";
import {deliver} from "../publish/deliver.ts";
import {Snapshots} from "../snapshots.ts";

export interface RollBackSettings {
  root: string;
  data: string;
  publish: {targets: Record<string, TargetSettings>};
}

/** Gives readers an older snapshot, and the targets soon after; false when there is no such snapshot. */
export async function rollBack(
  {root, data, publish: {targets}}: RollBackSettings,
  id: string,
  {say}: {say: (line: string) => void}
): Promise<boolean> {
  const snapshots = new Snapshots(data);
  if (!snapshots.get(id)) return false;
  await snapshots.switchTo(id);
  void deliver({root, data, targets, say}).catch((error: Error) => say(`targets: ${error.message}`));
  return true;
}
