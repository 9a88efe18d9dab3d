import {type FSWatcher, readdirSync, watch} from "node:fs";
import {join, relative} from "node:path";

export interface WatchOptions {
  /** Folders with all that is below; those whose name begins with a dot are left out. */
  deep: readonly string[];
  /** Folders of which only the files count. */
  flat: readonly string[];
  signal: AbortSignal;
  /** A change is told once so long has gone by without another one, ms. */
  quietMs?: number;
}

/** Calls back with the paths, relative to `root`, of what changes in these folders, until the signal aborts. */
export function watchFolders(
  root: string,
  changed: (paths: Set<string>) => void,
  {deep, flat, signal, quietMs = 60}: WatchOptions
): void {
  const watchers = new Map<string, FSWatcher>();
  let waiting: NodeJS.Timeout | undefined;
  let paths = new Set<string>();
  for (const folder of deep) add(join(root, folder));
  for (const folder of flat) add(join(root, folder), false);
  signal.addEventListener("abort", () => {
    clearTimeout(waiting);
    for (const watcher of watchers.values()) watcher.close();
  });

  function add(folder: string, below = true) {
    if (watchers.has(folder) || signal.aborted) return;
    try {
      const watcher = watch(folder, (kind, name) => {
        if (name === null) return;
        if (below && kind === "rename") addBelow(folder);
        note(join(folder, name));
      });
      watcher.on("error", () => remove(folder));
      watchers.set(folder, watcher);
      if (below) addBelow(folder);
    } catch {} // it does not exist, or no longer
  }

  function addBelow(folder: string) {
    try {
      for (const entry of readdirSync(folder, {withFileTypes: true}))
        if (entry.isDirectory() && !entry.name.startsWith(".")) add(join(folder, entry.name));
    } catch {
      remove(folder);
    }
  }

  function remove(folder: string) {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function note(path: string) {
    if (/(^|\/)\.|~$|\.sw\w$/.test(relative(root, path))) return;
    paths.add(relative(root, path));
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const noted = paths;
      paths = new Set();
      changed(noted);
    }, quietMs);
  }
}
