import {formatAgo, formatDuration} from "./format.js";
import type {Meta} from "./meta.js";

/** What is known of one part's freshness, narrower than of its page. */
export interface Fresh {
  /** How far it reaches, UTC ms; as far as its sources by default. */
  observedThrough?: number | null;
  /** How old that may become, ms; what its sources and the publications may take by default. */
  limitMs?: number;
  /** Ids of the page's sources that it comes from; all by default. */
  sources?: readonly string[];
}

export interface Judgement {
  /** good: within the limit; warn: over it; bad: ten times over it; none: nothing observed. */
  tone: "good" | "warn" | "bad" | "none";
  /** One word for the tone. */
  word: string;
  /** How far it reaches and what its limit is. */
  words: string;
}

const words = {good: "current", warn: "late", bad: "old", none: "nothing yet"};

/** Publications that may be missed before a page is not current: one that is being made, one that failed, and one more. */
const missed = 3;

/** How long after its newest observation a page is still current: what its sources may take, and three publications. */
export const limitOf = ({sources, publishEveryMs}: Meta): number =>
  Math.max(0, ...sources.map(({freshForMs}) => freshForMs)) + missed * publishEveryMs;

/** How a page's build stands against how often one is to be expected. */
export const builtTone = ({builtAt, publishEveryMs}: Meta, now: number): Judgement["tone"] =>
  toneOf(now - builtAt, missed * publishEveryMs);

/** Judges an age by its limit, both in ms. */
const toneOf = (age: number, limit: number): "good" | "warn" | "bad" =>
  age > 10 * limit ? "bad" : age > limit ? "warn" : "good";

/** A page's meta as far as it is about some of its sources. */
function narrowed(meta: Meta, ids: readonly string[] | undefined): Meta {
  if (!ids) return meta;
  const sources = meta.sources.filter(({id}) => ids.includes(id));
  const observed = sources.flatMap(({observedThrough}) => observedThrough ?? []);
  return {...meta, sources, observedThrough: observed.length ? Math.max(...observed) : null};
}

/**
 * Judges a part of a page by its limit. Unless the part says itself how far it reaches, sources that were late or away when the
 * page was built count too, by name.
 */
export function judge(page: Meta, {observedThrough, limitMs, sources}: Fresh, now: number): Judgement {
  const meta = narrowed(page, sources);
  const through = observedThrough === undefined ? meta.observedThrough : observedThrough;
  if (through === null) return {tone: "none", word: words.none, words: "Nothing observed yet"};
  const limit = limitMs ?? limitOf(meta);
  const late = observedThrough === undefined ? meta.sources.filter(({stale, state}) => stale || state === "away") : [];
  const aged = toneOf(now - through, limit);
  const tone = late.length && aged === "good" ? "warn" : aged;
  const behind = late.length ? `; late: ${late.map(({id}) => id).join(", ")}` : "";
  return {
    tone,
    word: words[tone],
    words: `Observed through ${formatAgo(through, now)}; its limit is ${formatDuration(limit)}${behind}`
  };
}
