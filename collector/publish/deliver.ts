import {megabytes} from "../commands/amounts.ts";
import type {TargetSettings} from "../config/publish-settings.ts";
import {InUseError, takeLock} from "../lock.ts";
import {type Snapshot, Snapshots} from "../snapshots.ts";
import {makeTarget} from "./targets/make-target.ts";
import {siteFiles} from "./targets/site-files.ts";
import {placeOf, readTargetState, type TargetTry, writeTargetState} from "./targets/target-state.ts";

export interface DeliverySettings {
  /** Folder of the project. */
  root: string;
  data: string;
  targets: Record<string, TargetSettings>;
  say: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Puts the current snapshot into every target, and the next one where somebody switches meanwhile. A target that fails
 * leaves the others alone, and what it has stays; it is noted, said, and tried again at the next publish.
 */
export async function deliver(settings: DeliverySettings, {now = Date.now} = {}): Promise<void> {
  const {data, targets, say, signal} = settings;
  const snapshots = new Snapshots(data);
  const snapshot = snapshots.current();
  if (!snapshot || Object.keys(targets).length === 0) return;
  try {
    const lock = takeLock(data, "targets");
    try {
      await Promise.all(Object.entries(targets).map((target) => deliverTo(target, snapshot, settings, now)));
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!(error instanceof InUseError)) throw error;
    return say("targets are being written already: they get this snapshot right after that");
  }
  // whoever switched while the lock was held has left it to its holder
  if (snapshots.current()?.id !== snapshot.id && !signal?.aborted) await deliver(settings, {now});
}

async function deliverTo(
  [name, settings]: [string, TargetSettings],
  snapshot: Snapshot,
  {root, data, say, signal}: DeliverySettings,
  now: () => number
): Promise<void> {
  const state = readTargetState(data, name, settings);
  const attempt: TargetTry = {
    snapshot: snapshot.id,
    at: now(),
    ok: false,
    message: "",
    uploaded: 0,
    uploadedBytes: 0,
    removed: 0
  };
  const limit = AbortSignal.timeout(settings.timeout);
  try {
    const options = {
      record: state,
      graceMs: settings.grace,
      now: now(),
      signal: signal ? AbortSignal.any([signal, limit]) : limit
    };
    const target = makeTarget(settings, {root, data});
    const files = siteFiles(snapshot, new Snapshots(data).siteOf(snapshot.id), target);
    Object.assign(attempt, await target.deliver(files, options), {ok: true});
    say(`target ${name} has snapshot ${snapshot.id} (${attempt.uploaded} files, ${megabytes(attempt.uploadedBytes)})`);
  } catch (error) {
    attempt.message = limit.aborted ? "took longer than its timeout" : (error as Error).message;
    say(`target ${name} failed, it is tried again at the next publish: ${attempt.message}`);
  }
  state.tries = [attempt, ...state.tries].slice(0, 50);
  if (attempt.ok) state.delivered = attempt;
  await writeTargetState(data, name, {...state, kind: settings.kind, place: placeOf(settings)}).catch((error: Error) =>
    say(`cannot note what target ${name} has: ${error.message}`)
  );
}
