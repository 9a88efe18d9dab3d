import type {IndexedSnapshot, SnapshotFigures, SnapshotIndex} from "./snapshot-figures.js";
import {markedId} from "./snapshot-id.js";

/** An index as this page sees it. */
export interface SnapshotStore extends SnapshotIndex {
  /** The one that readers get at the site's root. */
  current: string;
  /** Figures of one; null when none were kept. Fetched once. */
  figures(snapshot: IndexedSnapshot): Promise<SnapshotFigures | null>;
  /** Address of a snapshot's own site, on a server that has it. */
  addressOf(id: string): string;
  /** Whether the server has snapshots at those addresses: Weir's own does, a plain host of files does not. */
  linked(): Promise<boolean>;
}

/** A page of `/snapshots/<id>/` lies two folders below the site that readers get. */
const belowRoot = /\/snapshots\/[^/]+\/snapshots(\.html)?$/;

/**
 * The snapshots that the page's own site was published with; null in a preview, or where the site was built without
 * being published.
 */
export async function snapshotStore({page = location.href, id = markedId()} = {}): Promise<SnapshotStore | null> {
  const place = new URL("./_snapshots/", page);
  const root = new URL(belowRoot.test(new URL(page).pathname) ? "../../" : "./", page);
  const [own, served] = await Promise.all([
    id === undefined ? null : read<SnapshotIndex>(new URL(`${id}.json`, place)),
    read<{id: string}>(new URL("snapshot.json", root))
  ]);
  const index = own ?? (await read<SnapshotIndex>(new URL("index.json", place)));
  if (!index) return null;
  const addressOf = (id: string) => new URL(`snapshots/${id}/`, root).href;
  const known = new Map<string, Promise<SnapshotFigures | null>>();
  return {
    ...index,
    current: served?.id ?? index.own,
    addressOf,
    linked: () =>
      fetch(addressOf(index.own), {method: "HEAD"}).then(
        ({ok}) => ok,
        () => false
      ),
    figures({figures}) {
      if (figures === null) return Promise.resolve(null);
      if (!known.has(figures)) known.set(figures, read<SnapshotFigures>(new URL(figures, place)));
      return known.get(figures)!;
    }
  };
}

/** null when there is no such file; throws when it cannot be had. */
async function read<Content>(url: URL): Promise<Content | null> {
  const response = await fetch(url);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`could not read ${url.pathname}: status ${response.status}`);
  return response.json();
}
