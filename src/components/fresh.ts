import {formatAgo, formatDuration} from "./format.js";
import type {Meta} from "./meta.js";

/** How far something reaches, UTC ms, and how old that may become. */
export interface Fresh {
  observedThrough: number | null;
  /** ms; that of the page by default. */
  limitMs?: number;
}

export interface Judgement {
  /** good: within the limit; warn: over it; bad: ten times over it, or its source is away; none: nothing observed. */
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

/**
 * Judges what was observed by its limit. Without `fresh` it is the whole page's: then sources that were late or away when it was
 * built count too, by name.
 */
export function judge(meta: Meta | undefined, fresh: Fresh | undefined, now: number): Judgement {
  const observedThrough = fresh ? fresh.observedThrough : (meta?.observedThrough ?? null);
  if (observedThrough === null) return {tone: "none", word: words.none, words: "Nothing observed yet"};
  const limit = fresh?.limitMs ?? (meta ? limitOf(meta) : Number.POSITIVE_INFINITY);
  const late = fresh ? [] : (meta?.sources ?? []).filter(({stale, state}) => stale || state === "away");
  const aged = toneOf(now - observedThrough, limit);
  const tone = late.length && aged === "good" ? "warn" : aged;
  const reach = `Observed through ${formatAgo(observedThrough, now)}`;
  const against = Number.isFinite(limit) ? `; its limit is ${formatDuration(limit)}` : "";
  const behind = late.length ? `; late: ${late.map(({id}) => id).join(", ")}` : "";
  return {tone, word: words[tone], words: reach + against + behind};
}
