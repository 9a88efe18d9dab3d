import type {Lake} from "../lake.ts";

const day = 86_400_000;

export interface OpenRequests {
  count: number;
  /** Of those, how many were made in the last 24 h; the others are overdue. */
  recent: number;
  /** Up to ten, the longest waiting first. */
  oldest: OpenRequest[];
}

export interface OpenRequest {
  id: string;
  requester: string | null;
  requestedAt: number;
  waitingMinutes: number;
}

/** Requests that wait at the lake's now. */
export async function openRequests(lake: Lake): Promise<OpenRequests> {
  const now = new Date(lake.now);
  const oldest = await lake.sql<Omit<OpenRequest, "waitingMinutes"> & {open: number; recent: number}>`
    SELECT id, requester, requestedAt, count(*) OVER () AS open,
      count(*) FILTER (requestedAt > ${new Date(lake.now - day)}) OVER () AS recent
    FROM requests
    WHERE requestedAt <= ${now} AND (processedAt IS NULL OR processedAt > ${now})
    ORDER BY requestedAt, id LIMIT 10`;
  return {
    count: oldest[0]?.open ?? 0,
    recent: oldest[0]?.recent ?? 0,
    oldest: oldest.map(({open, recent, ...request}) => ({
      ...request,
      waitingMinutes: (lake.now - request.requestedAt) / 60_000
    }))
  };
}
