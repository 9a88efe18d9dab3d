import type {Lake} from "../lake.ts";

/** Input that could not be parsed. Times are ms UTC. */
export interface Rejects {
  total: number;
  /** The fifty most frequent, most frequent first. */
  reasons: RejectReason[];
  /** The newest fifty, newest first. */
  newest: NewestReject[];
}

export interface RejectReason {
  source: string;
  reason: string;
  count: number;
  lastAt: number;
}

export interface NewestReject {
  time: number;
  source: string;
  dataset: string;
  reason: string;
  position: string;
  /** Cut at 300 characters. */
  raw: string;
}

export async function rejects(lake: Lake): Promise<Rejects> {
  const reasons = await lake.sql<RejectReason & {total: number}>`
    SELECT source, reason, count(*) AS count, max(time) AS "lastAt", sum(count(*)) OVER ()::BIGINT AS total FROM rejects
    GROUP BY source, reason ORDER BY count DESC, source, reason LIMIT 50`;
  const newest = await lake.sql<NewestReject>`
    SELECT time, source, dataset, left(reason, 300) AS reason, position, left(raw, 300) AS raw FROM rejects
    ORDER BY time DESC, source, position DESC LIMIT 50`;
  return {total: reasons[0]?.total ?? 0, reasons: reasons.map(({total, ...reason}) => reason), newest};
}
