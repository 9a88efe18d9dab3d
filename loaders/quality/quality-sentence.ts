import {counted, listed, percent, written} from "../phrases.ts";
import type {BooksCheck} from "./read-evidence.ts";
import type {RejectDays} from "./reject-days.ts";
import type {SeriesCoverage} from "./series-coverage.ts";
import type {SourceBooks} from "./source-books.ts";

/** A day or more of a series that misses more than this is worth saying. */
const complete = 0.99;

/** Whether the data can be trusted: books, sources, what was rejected and what is missing. */
export function qualitySentence({
  sources,
  check,
  rejects,
  series
}: {
  sources: readonly SourceBooks[];
  check: Pick<BooksCheck, "at"> | null;
  rejects: Pick<RejectDays, "today">;
  series: readonly SeriesCoverage[];
}): string {
  if (sources.length === 0) return "No sources yet, so there is nothing to trust or to doubt.";
  const parts = [booksPart(sources, check), awayPart(sources), rejectsPart(rejects, sources), gapsPart(series)];
  return `${parts.filter((part) => part !== "").join("; ")}.`;
}

function booksPart(sources: readonly SourceBooks[], check: unknown): string {
  const off = sources.filter(({missing}) => missing !== 0);
  if (off.length === 0)
    return check
      ? `Nothing accepted is missing: the books of ${counted(sources.length, "source")} balance`
      : "The books have not been checked yet";
  const differences = off.map(({id, missing}) =>
    missing > 0 ? `${counted(missing, "input")} of ${id} missing` : `${counted(-missing, "input")} of ${id} too many`
  );
  return `The books do not balance: ${listed(differences)}`;
}

function awayPart(sources: readonly SourceBooks[]): string {
  const away = sources.filter(({state}) => state === "away").map(({id}) => id);
  const late = sources.filter(({state, fresh}) => state !== "away" && !fresh).map(({id}) => id);
  if (!away.length && !late.length) return "all of them are fresh";
  return [
    ...(away.length ? [`${listed(away)} ${away.length === 1 ? "is" : "are"} away`] : []),
    ...(late.length ? [`nothing new from ${listed(late)}`] : [])
  ].join(", ");
}

function rejectsPart({today}: Pick<RejectDays, "today">, sources: readonly SourceBooks[]): string {
  const dropped = sources.reduce((sum, source) => sum + source.dropped, 0);
  const rejected = today ? `${counted(today, "input")} rejected in 24 hours` : "nothing was rejected in 24 hours";
  return dropped ? `${rejected}, ${written(dropped, 0)} dropped so far` : rejected;
}

function gapsPart(series: readonly SeriesCoverage[]): string {
  const shares = series.flatMap(({label, days}) => {
    const known = days.filter((share) => share !== null);
    return known.length ? [{label, share: known.reduce((sum, share) => sum + share, 0) / known.length}] : [];
  });
  const worst = shares.filter(({share}) => share < complete).sort((a, b) => a.share - b.share);
  if (!worst.length) return "";
  const {label, share} = worst[0]!;
  return worst.length === 1
    ? `${label} misses ${percent(1 - share)} of its readings`
    : `${worst.length} series miss more than ${percent(1 - complete)} of their readings, ${label} most with ${percent(1 - share)}`;
}
