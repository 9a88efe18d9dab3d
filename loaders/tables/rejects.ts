import type {TableSource} from "./table-source.ts";

export const rejects: TableSource = {
  name: "rejects",
  about: "how many inputs could not be parsed, by day (UTC), source and reason",
  time: "time",
  columns: [
    {name: "time", type: "timestamp", about: "beginning of the day"},
    {name: "source", type: "string", about: "id of the source in weir.config.ts"},
    {name: "dataset", type: "string", about: "where it would have gone"},
    {name: "reason", type: "string", about: "why it was rejected"},
    {name: "n", type: "integer", about: "number of inputs"}
  ],
  parts: async (lake) => [
    {
      name: "rejects",
      query: lake.fragment`
        SELECT date_trunc('day', time)::TIMESTAMP AS time, source, dataset, left(reason, 300) AS reason,
          count(*)::INTEGER AS n
        FROM rejects WHERE time <= ${new Date(lake.now)} GROUP BY ALL ORDER BY ALL`
    }
  ]
};
