import type {Lake} from "../lake.ts";

/** Calls of one API in the hour that begins at `time`, ms UTC. */
export interface HourlyCalls {
  api: string;
  time: number;
  calls: number;
}

/** API calls by API and UTC hour between two instants (ms UTC, half-open), in order of time. Hours without calls are absent. */
export const hourlyCalls = (lake: Lake, from: number, to: number): Promise<HourlyCalls[]> =>
  lake.sql<HourlyCalls>`
    SELECT subject AS api, epoch_ms(date_trunc('hour', time)) AS time, count(*) AS calls
    FROM ${lake.rows("events", {from, to})} WHERE kind = 'api' GROUP BY ALL ORDER BY 2, 1`;
