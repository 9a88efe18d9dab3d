import type {Session} from "./session.js";
import {siteRoot} from "./site-root.js";
import type {IndexedSnapshot} from "./snapshot-figures.js";

/** What can be told of a snapshot that was built after the page; times are ms UTC. */
export type LaterSnapshot = Pick<IndexedSnapshot, "id" | "builtAt" | "observedThrough">;

interface Listed {
  snapshots: {id: string; builtAt: string; observedThrough: string | null}[];
}

/** Snapshots that the server has and a page's own index does not know, for those who may give them to readers. */
export async function laterSnapshots(
  known: readonly IndexedSnapshot[],
  session: Session | null,
  {root = siteRoot(), get = fetch} = {}
): Promise<LaterSnapshot[]> {
  if (!session?.may.includes("rollback")) return [];
  try {
    const response = await get(`${root}api/snapshots`, {cache: "no-store"});
    const newest = known[0]?.builtAt ?? 0;
    return ((await response.json()) as Listed).snapshots
      .map(({id, builtAt, observedThrough}) => ({
        id,
        builtAt: Date.parse(builtAt),
        observedThrough: observedThrough === null ? null : Date.parse(observedThrough)
      }))
      .filter(({id, builtAt}) => builtAt > newest && !known.some((one) => one.id === id));
  } catch {
    return []; // the list of the page's own is there all the same
  }
}
