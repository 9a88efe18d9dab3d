import type {Catalog} from "./catalog.ts";

/** One source's inputs since the beginning: read = committed + rejected + spooled + missing. */
export interface SourceBooks {
  /** What the source was told is accepted. */
  read: number;
  committed: number;
  rejected: number;
  /** Accepted, not in the lake yet. */
  spooled: number;
  /** Lost because a source that cannot wait had to; never read. */
  dropped: number;
  /** Zero when the books balance; below it where there is more than was accepted. */
  missing: number;
}

/** The books as a running collector checked them last. */
export interface BooksCheck {
  /** ms UTC */
  at: number;
  /** The last sequence number that was counted. */
  through: number;
  spoolBytes: number;
  sources: Record<string, SourceBooks>;
}

const metaKey = "books";

/** Keeps a check in the catalog, in place of the one before. */
export const recordBooksCheck = (catalog: Catalog, check: BooksCheck): void =>
  catalog.setMeta(metaKey, JSON.stringify(check));

/** The check that was recorded last; null before the first. */
export function lastBooksCheck(catalog: Catalog): BooksCheck | null {
  const text = catalog.meta(metaKey);
  return text === undefined ? null : JSON.parse(text);
}

/** Which sources' books are off, and by how much; empty when all balance. */
export function imbalance({sources}: Pick<BooksCheck, "sources">): string {
  const off = Object.entries(sources).filter(([, {missing}]) => missing !== 0);
  return off.map(([id, books]) => `${id}: ${inWords(books)}`).join("; ");
}

function inWords({read, committed, rejected, spooled, missing}: SourceBooks): string {
  const inputs = `${Math.abs(missing)} ${Math.abs(missing) === 1 ? "input" : "inputs"}`;
  return `${inputs} ${missing > 0 ? "missing" : "too many"} (read ${read}, committed ${committed}, rejected ${rejected}, spooled ${spooled})`;
}
