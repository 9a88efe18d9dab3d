import {datasetColumns, selectColumns} from "./dataset-columns.ts";
import {monthlyParts, mostRows} from "./monthly-parts.ts";
import type {TableSource} from "./table-source.ts";

const columns = ["time", "series", "source", "value", "quality"];

export const readings: TableSource = {
  name: "readings",
  about: "every reading of the last year, a file a month or, where there are many, a day, sorted by series and time",
  time: "time",
  columns: datasetColumns("readings", columns),
  parts: async (lake) =>
    monthlyParts(
      lake,
      "readings",
      (rows) => lake.fragment`SELECT ${selectColumns("readings", columns)} FROM ${rows} ORDER BY series, time, source`,
      {most: mostRows}
    )
};
