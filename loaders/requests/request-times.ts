import type {Lake} from "../lake.ts";

/** Requests as two columns of instants, ms UTC; `processedAt` is NaN while a request waits. */
export interface RequestTimes {
  requestedAt: Float64Array;
  processedAt: Float64Array;
  /** The instant up to which they are known. */
  now: number;
}

const none = new Float64Array(0);

/** Every request made up to the lake's now; what was processed after it counts as waiting. */
export async function requestTimes(lake: Lake): Promise<RequestTimes> {
  const now = new Date(lake.now);
  const {requestedAt = none, processedAt = none} = await lake.columns<"requestedAt" | "processedAt">(lake.fragment`
    SELECT epoch_ms(requestedAt) AS requestedAt,
      CASE WHEN processedAt <= ${now} THEN epoch_ms(processedAt) END AS processedAt
    FROM requests WHERE requestedAt <= ${now}`);
  return {requestedAt, processedAt, now: lake.now};
}
