import type {Writable} from "node:stream";
import type {Lake} from "../lake.ts";

const year = 366 * 86_400_000;

/** Every request of the last year as it stands, as Parquet sorted by the time it was made. Delays are in minutes. */
export const writeRequests = (lake: Lake, target: string | Writable): Promise<void> =>
  lake.copyTo(
    lake.fragment`
      SELECT requestedAt, processedAt, requester, processor, outcome,
        epoch_ms(processedAt - requestedAt)::DOUBLE / 60000 AS delay
      FROM ${lake.rows("requests", {from: lake.now - year, to: lake.now + 1})} ORDER BY requestedAt`,
    target
  );
