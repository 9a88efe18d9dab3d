import {datasetColumns, selectColumns} from "./dataset-columns.ts";
import {monthlyParts, mostRows} from "./monthly-parts.ts";
import type {TableSource} from "./table-source.ts";

const columns = ["time", "source", "kind", "actor", "subject", "status", "durationMs", "bytes"];

export const events: TableSource = {
  name: "events",
  about:
    "what happened in the last year (requests to servers, calls of services), a file a month or, where there are many, a day, sorted by time",
  time: "time",
  columns: datasetColumns("events", columns, {durationMs: "ms", bytes: "B"}),
  parts: async (lake) =>
    monthlyParts(
      lake,
      "events",
      (rows) => lake.fragment`SELECT ${selectColumns("events", columns)} FROM ${rows} ORDER BY time, source`,
      {most: mostRows}
    )
};
