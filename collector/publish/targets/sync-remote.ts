import type {SiteFile} from "./site-files.ts";
import type {Delivered, DeliverOptions, RemoteFile} from "./target.ts";

/** A store of files by path. */
export interface Remote {
  list(): Promise<Map<string, RemoteFile>>;
  /** Puts a file, reads it back, and throws when it is not the same. */
  put(file: SiteFile): Promise<RemoteFile>;
  remove(path: string): Promise<void>;
}

/**
 * Brings files that changed into a store, stage by stage; what only older snapshots have goes once the grace is over.
 * Files that Weir did not put there stay. Ends with a look at all that is there.
 */
export async function syncRemote(
  remote: Remote,
  files: readonly SiteFile[],
  {record, graceMs, now, signal}: DeliverOptions,
  {connections = 4} = {}
): Promise<Delivered> {
  const present = await remote.list();
  const isThere = ({path, tag}: SiteFile) => {
    const known = record.files[path];
    return known?.tag === tag && isSame(present.get(path), known);
  };
  const missing = files.filter((file) => !isThere(file));
  for (const stage of [0, 1, 2]) {
    const queue = missing.filter((file) => file.stage === stage);
    const work = async () => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        signal.throwIfAborted();
        record.files[file.path] = {tag: file.tag, ...(await remote.put(file))};
      }
    };
    const outcomes = await Promise.allSettled(Array.from({length: connections}, work));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }
  const after = await remote.list();
  const lost = files.find(({path}) => !isSame(after.get(path), record.files[path]));
  if (lost) throw new Error(`not there after it was put: ${lost.path} (does anyone else write to this target?)`);
  const uploadedBytes = missing.reduce((sum, {bytes}) => sum + bytes, 0);
  let removed = 0;
  for (const path of pastGrace(files, {record, graceMs, now})) {
    signal.throwIfAborted();
    if (isSame(after.get(path), record.files[path])) {
      await remote.remove(path);
      removed++;
    }
    delete record.files[path];
    delete record.gone[path];
  }
  return {uploaded: missing.length, uploadedBytes, removed};
}

const isSame = (a: RemoteFile | undefined, b: RemoteFile | undefined): boolean =>
  a !== undefined && b !== undefined && a.bytes === b.bytes && a.version === b.version;

/** Notes which recorded files are not wanted any more, and returns those that have not been for as long as the grace. */
export function pastGrace(
  files: readonly Pick<SiteFile, "path">[],
  {record, graceMs, now}: Pick<DeliverOptions, "record" | "graceMs" | "now">
): string[] {
  const wanted = new Set(files.map(({path}) => path));
  for (const path of Object.keys(record.gone)) if (wanted.has(path)) delete record.gone[path];
  const gone = Object.keys(record.files).filter((path) => !wanted.has(path));
  for (const path of gone) record.gone[path] = Math.min(record.gone[path] ?? now, now);
  return gone.filter((path) => now - record.gone[path]! >= graceMs);
}
