import type {Lake, SourceMeta} from "../lake.ts";

/** Where a source stands, and its books as of the last commit. Times are ms UTC. */
export interface SourceStatus {
  id: string;
  kind: string;
  about: string;
  simulated: boolean;
  /** starting, running, away or stopped. */
  state: string;
  message: string;
  stateAt: number | null;
  /** When the source last handed over a batch. */
  lastReadAt: number | null;
  /** How old its newest data is. */
  lagMs: number | null;
  /** Within the limit that weir.config.ts declares. */
  fresh: boolean;
  freshForMs: number;
  read: number;
  committed: number;
  rejected: number;
  /** Lost because a source that cannot wait had to. */
  dropped: number;
  /** read = committed + rejected. */
  balanced: boolean;
}

const neverRead = {stateAt: null, lastReadAt: null, read: 0, committed: 0, rejected: 0, dropped: 0};

/** The sources of a payload's meta with their books, by id. */
export function sourceStatus(
  {now, sources}: Pick<Lake, "now" | "sources">,
  metas: readonly SourceMeta[]
): SourceStatus[] {
  return metas
    .map(({observedThrough, stale, ...meta}) => {
      const {stateAt, lastReadAt, read, committed, rejected, dropped} =
        sources.find(({id}) => id === meta.id) ?? neverRead;
      const lagMs = observedThrough === null ? null : Math.max(0, now - observedThrough);
      const balanced = read === committed + rejected;
      return {...meta, stateAt, lastReadAt, lagMs, fresh: !stale, read, committed, rejected, dropped, balanced};
    })
    .sort((a, b) => a.id.localeCompare(b.id));
}
