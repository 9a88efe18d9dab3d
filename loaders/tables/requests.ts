import {datasetColumns, selectColumns} from "./dataset-columns.ts";
import {yearMs} from "./monthly-parts.ts";
import type {TableSource} from "./table-source.ts";

const columns = ["requestedAt", "source", "id", "subject", "requester", "processedAt", "processor", "outcome"];

export const requests: TableSource = {
  name: "requests",
  about: "work asked for in the last year and its processing, as it was last seen, sorted by the time of asking",
  time: "requestedAt",
  columns: [
    ...datasetColumns("requests", columns),
    {name: "delay", type: "double", unit: "min", about: "from asking to processing; null while waiting"}
  ],
  parts: async (lake) => [
    {
      name: "requests",
      query: lake.fragment`
        SELECT ${selectColumns("requests", columns)}, epoch_ms(processedAt - requestedAt)::DOUBLE / 60000 AS delay
        FROM ${lake.rows("requests", {from: lake.now - yearMs, to: lake.now + 1})} ORDER BY requestedAt, source, id`
    }
  ]
};
