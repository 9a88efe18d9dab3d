import {bytesOf} from "./snapshot-facts.ts";
import type {Snapshot} from "./snapshots.ts";

/** How the files of two snapshots differ. A name stands without the hash of its content. */
export interface SiteChanges {
  changed: string[];
  /** In the second alone. */
  added: string[];
  /** In the first alone. */
  removed: string[];
  /** Files of the same content, and what they take: on disk they are there once. */
  shared: {files: number; bytes: number};
  /** Files of the second whose content the first does not have. */
  new: {files: number; bytes: number};
}

/** What changed from one site to the other, by name and by content. */
export function compareSites(a: Pick<Snapshot, "files">, b: Pick<Snapshot, "files">): SiteChanges {
  const [before, after] = [contents(a), contents(b)];
  const had = new Set(Object.values(a.files).map(({sha256}) => sha256));
  const [shared, fresh] = [true, false].map((same) => {
    const files = Object.values(b.files).filter(({sha256}) => had.has(sha256) === same);
    return {files: files.length, bytes: bytesOf(files)};
  });
  return {
    changed: [...after].flatMap(([name, content]) => (before.has(name) && before.get(name) !== content ? name : [])),
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    shared: shared!,
    new: fresh!
  };
}

/** Content by name, sorted; files that differ in nothing but the hash in their name are one. */
function contents({files}: Pick<Snapshot, "files">): Map<string, string> {
  const named = new Map<string, string[]>();
  for (const [path, {sha256}] of Object.entries(files)) {
    const name = path.startsWith("_snapshots/") ? path : path.replace(/\.[0-9a-f]{8}(?=\.\w+$)/, "");
    named.set(name, [...(named.get(name) ?? []), sha256]);
  }
  return new Map([...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, all]) => [name, all.sort().join()]));
}
