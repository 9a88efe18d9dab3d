import type {IndexedSnapshot} from "./snapshot-figures.js";

export interface SnapshotPair {
  a: IndexedSnapshot;
  b: IndexedSnapshot;
}

/** The snapshot at least `span` before `b` that is closest to that, at most twice as long before. */
export function earlier(
  snapshots: readonly IndexedSnapshot[],
  b: IndexedSnapshot,
  span: number
): IndexedSnapshot | undefined {
  const found = snapshots.find(({builtAt}) => builtAt < b.builtAt && builtAt <= b.builtAt - span);
  return found && (span === 0 || b.builtAt - found.builtAt <= 2 * span) ? found : undefined;
}

/** What an address chooses; the newest and the one before it by default. */
export function pairOf(snapshots: readonly IndexedSnapshot[], search: string): SnapshotPair {
  const asked = new URLSearchParams(search);
  const of = (name: string) => snapshots.find(({id}) => id === asked.get(name));
  const b = of("b") ?? snapshots[0]!;
  return {a: of("a") ?? earlier(snapshots, b, 0) ?? snapshots.at(-1)!, b};
}

/** The ids that an address asks for and that are not there. */
export const unknownIn = (snapshots: readonly IndexedSnapshot[], search: string): string[] =>
  ["a", "b"].flatMap((name) => {
    const id = new URLSearchParams(search).get(name);
    return id !== null && !snapshots.some((snapshot) => snapshot.id === id) ? [id] : [];
  });
