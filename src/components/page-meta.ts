import type {Meta} from "./meta.js";

let known: Meta | undefined;
const waiting = new Set<() => void>();

/** What the page's data says of itself, as given to `pageIntro`; undefined before. */
export const pageMeta = (): Meta | undefined => known;

/** Makes it known to the tiles and charts of the page, those drawn already included. */
export function setPageMeta(meta: Meta): void {
  known = meta;
  for (const act of waiting) act();
  waiting.clear();
}

/** Acts once the page's meta is known, unless it is. */
export function onPageMeta(act: () => void): void {
  if (!known) waiting.add(act);
}
