import {datasetColumns, selectColumns} from "./dataset-columns.ts";
import type {TableSource} from "./table-source.ts";

const columns = ["observedAt", "source", "id", "holder", "server", "resources", "banned", "deleted"];

export const licences: TableSource = {
  name: "licences",
  about: "licences each time they had changed; the latest row of an id is how it stands. Keys and customers are hashed",
  time: "observedAt",
  columns: datasetColumns("licences", columns),
  parts: async (lake) => [
    {
      name: "licences",
      query: lake.fragment`
        SELECT ${selectColumns("licences", columns)} FROM licences
        WHERE observedAt <= ${new Date(lake.now)} ORDER BY observedAt, source, id`
    }
  ]
};
