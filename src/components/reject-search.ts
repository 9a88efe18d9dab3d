/** An input that could not be parsed. All of its texts are untrusted. */
export interface ShownReject {
  /** UTC ms */
  time: number;
  source: string;
  dataset: string;
  reason: string;
  position: string;
  raw: string;
}

/** What a reader looks for; empty stands for anything. */
export interface RejectSearch {
  source: string;
  /** As `reasonKind` gives it. */
  reason: string;
  text: string;
}

/** A reason without the value that it ends in, so that equal mistakes are one kind. */
export const reasonKind = (reason: string): string => reason.split(": ", 1)[0]!;

/** The rejects of a source and a kind of reason in which every word of the text stands, in any case. */
export function searchRejects<R extends ShownReject>(rejects: readonly R[], {source, reason, text}: RejectSearch): R[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rejects.filter((reject) => {
    if (source && reject.source !== source) return false;
    if (reason && reasonKind(reject.reason) !== reason) return false;
    const all = `${reject.source} ${reject.dataset} ${reject.reason} ${reject.position} ${reject.raw}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** Distinct values, the most frequent first. */
export function frequent(values: readonly string[]): {value: string; count: number}[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({value, count})).sort((a, b) => b.count - a.count);
}
