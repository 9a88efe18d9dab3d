import {Fragment, literal} from "../lake/fragment.ts";
import {monthlyParts} from "./monthly-parts.ts";
import type {TableSource} from "./table-source.ts";

/**
 * A month's hours are made once, and those of the months before the newest put together: most of a year stays the same
 * file from one build to the next, and there are only two to read.
 */
export const hourly: TableSource = {
  name: "hourly",
  about:
    "mean, lowest, highest and number of the good readings of every hour of the last year, sorted by series and time; the newest month in a file of its own",
  time: "time",
  columns: [
    {name: "time", type: "timestamp", about: "beginning of the hour"},
    {name: "series", type: "string", about: "thing and quantity, as in 001/flow"},
    {name: "mean", type: "double", about: "in the unit of the series"},
    {name: "min", type: "double", about: "in the unit of the series"},
    {name: "max", type: "double", about: "in the unit of the series"},
    {name: "n", type: "integer", about: "number of readings"}
  ],
  async parts(lake, store) {
    const months = monthlyParts(
      lake,
      "readings",
      (rows) => lake.fragment`
        SELECT date_trunc('hour', time) AS time, series, round(avg(value), 4) AS mean, min(value) AS min,
          max(value) AS max, count(*)::INTEGER AS n
        FROM ${rows} WHERE quality = 'good' GROUP BY ALL ORDER BY series, time`,
      {name: "hourly"}
    );
    const newest = months.slice(-1);
    if (months.length === 1) return newest;
    const before = [];
    for (const month of months.slice(0, -1)) before.push(await store.make(month, "time"));
    const files = new Fragment([before.map((file) => literal(store.path(file))).join(", ")]);
    const joined = {
      name: "hourly-before",
      query: lake.fragment`SELECT * FROM read_parquet([${files}]) ORDER BY series, time`,
      key: before.map(({url}) => url)
    };
    return [joined, ...newest];
  }
};
