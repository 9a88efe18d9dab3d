import {rounded} from "../rounded.ts";
import {detectAll} from "../water/detect.ts";
import {observePlant} from "../water/observe-plant.ts";
import type {TableColumn} from "./published-table.ts";
import {rowsQuery} from "./rows-query.ts";
import type {TableSource} from "./table-source.ts";

const columns: TableColumn[] = [
  {name: "time", type: "timestamp", about: "beginning of the episode"},
  {name: "to", type: "timestamp", about: "its last moment"},
  {name: "series", type: "string", about: "thing and quantity, as in 001/flow"},
  {name: "detector", type: "string", about: "system, value, prediction or night"},
  {name: "stage", type: "integer", about: "1 attention, 2 caution, 3 alert, 4 serious"},
  {name: "value", type: "double", about: "the most extreme value of the episode"},
  {name: "expected", type: "double", about: "what was expected at that moment"},
  {name: "reason", type: "string", about: "a sentence with the numbers and the criterion"}
];

export const findings: TableSource = {
  name: "findings",
  about: "episodes that the outlier detectors found in the last 30 days, sorted by time",
  time: "time",
  columns,
  async parts(lake) {
    const plant = await observePlant(lake);
    const found = rounded(plant.series.flatMap((series) => detectAll(series, plant)));
    return [
      {
        name: "findings",
        query: rowsQuery(
          columns,
          found.sort((a, b) => a.time - b.time)
        )
      }
    ];
  }
};
