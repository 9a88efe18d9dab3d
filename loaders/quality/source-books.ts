import type {SourceStatus} from "../system/source-status.ts";
import type {Books, BooksCheck} from "./read-evidence.ts";

/** A source with its books. */
export interface SourceBooks extends Omit<SourceStatus, "balanced">, Books {}

/** The books as they were checked last, or as the lake has them where it went on since. */
export const sourceBooks = (sources: readonly SourceStatus[], check: BooksCheck | null): SourceBooks[] =>
  sources.map(({balanced: _, ...source}) => {
    const {read, committed, rejected, dropped} = source;
    const checked = check?.sources[source.id];
    const lost = checked?.missing ?? 0;
    const now = {
      read: read + lost,
      committed,
      rejected,
      spooled: 0,
      dropped,
      missing: read + lost - committed - rejected
    };
    return {...source, ...(checked && checked.read > now.read ? checked : now)};
  });
