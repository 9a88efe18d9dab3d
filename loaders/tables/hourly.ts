import {monthlyParts} from "./monthly-parts.ts";
import type {TableSource} from "./table-source.ts";

export const hourly: TableSource = {
  name: "hourly",
  about:
    "mean, lowest, highest and number of the good readings of every hour of the last year, a file a month, sorted by series and time",
  time: "time",
  columns: [
    {name: "time", type: "timestamp", about: "beginning of the hour"},
    {name: "series", type: "string", about: "thing and quantity, as in 001/flow"},
    {name: "mean", type: "double", about: "in the unit of the series"},
    {name: "min", type: "double", about: "in the unit of the series"},
    {name: "max", type: "double", about: "in the unit of the series"},
    {name: "n", type: "integer", about: "number of readings"}
  ],
  parts: async (lake) =>
    monthlyParts(
      lake,
      "readings",
      (rows) => lake.fragment`
        SELECT date_trunc('hour', time) AS time, series, round(avg(value), 4) AS mean, min(value) AS min,
          max(value) AS max, count(*)::INTEGER AS n
        FROM ${rows} WHERE quality = 'good' GROUP BY ALL ORDER BY series, time`,
      {name: "hourly"}
    )
};
