import type {Lake} from "../lake.ts";

/** How many inputs of each source were rejected. */
export interface RejectDays {
  total: number;
  /** In the last 24 hours. */
  today: number;
  /** Starts of the days, ms UTC. */
  days: number[];
  /** Counts a day by source, the source with the most first. */
  sources: {source: string; today: number; counts: number[]}[];
}

const day = 86_400_000;

/** @param edges starts of the days, and the end of the last one */
export async function rejectDays(lake: Lake, edges: readonly number[]): Promise<RejectDays> {
  const starts = edges.slice(0, -1);
  const [all] = await lake.sql<{total: number}>`SELECT count(*) AS total FROM rejects`;
  const rows = await lake.sql<{source: string; day: number; count: number; today: number}>`
    SELECT source, len(list_filter(${starts}::DOUBLE[], edge -> edge <= epoch_ms(time))) - 1 AS day, count(*) AS count,
      count(*) FILTER (epoch_ms(time) > ${lake.now - day}) AS today
    FROM ${lake.rows("rejects", {from: starts[0]!, to: lake.now + 1})} GROUP BY ALL`;
  const sources = [...new Set(rows.map(({source}) => source))].map((source) => {
    const own = rows.filter((row) => row.source === source);
    const counts = starts.map((_, i) => own.find((row) => row.day === i)?.count ?? 0);
    return {source, today: own.reduce((sum, {today}) => sum + today, 0), counts};
  });
  const sum = ({counts}: {counts: number[]}) => counts.reduce((a, b) => a + b, 0);
  return {
    total: all!.total,
    today: sources.reduce((sum, {today}) => sum + today, 0),
    days: starts,
    sources: sources.sort((a, b) => sum(b) - sum(a) || a.source.localeCompare(b.source))
  };
}
