import type {Lake} from "../lake.ts";
import {startOfHour} from "../local-calendar.ts";
import type {ImbalanceCell} from "./imbalance.ts";

/**
 * Requests made from `from` to the start of the lake's present hour (UTC), by hour and by who asked or what processed
 * them. Those of the present hour are left out, because they may still be processed in it; so are those that no processor
 * has taken yet when processors are asked for.
 */
export function imbalanceCells(lake: Lake, by: "requester" | "processor", from: number): Promise<ImbalanceCell[]> {
  const name = by === "requester" ? lake.fragment`coalesce(requester, '(none)')` : lake.fragment`processor`;
  const now = new Date(lake.now);
  return lake.sql<ImbalanceCell>`
    WITH made AS (
      SELECT ${name} AS name, date_trunc('hour', requestedAt) AS hour,
        CASE WHEN processedAt <= ${now} THEN date_trunc('hour', processedAt) END AS done
      FROM ${lake.rows("requests", {from, to: startOfHour(lake.now)})})
    SELECT name, epoch_ms(hour) AS hour, count(*) AS requests,
      count(*) FILTER (done <> hour) AS late, count(*) FILTER (done IS NULL) AS missing
    FROM made WHERE name IS NOT NULL GROUP BY ALL ORDER BY ALL`;
}
