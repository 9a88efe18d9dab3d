import {join} from "node:path";
import {datasets, versionOf} from "../data/schema.ts";
import {datasetQuery} from "../loaders/lake/dataset-query.ts";
import {findRevised} from "../loaders/lake/revised.ts";
import {Catalog} from "./catalog.ts";
import {connectDuckDB} from "./duckdb.ts";
import {lakeFolder} from "./folders.ts";

/** Calls of each API by time of day in a zone: six counts of four hours each, from midnight. */
export async function accessBlocks(data: string, timeZone: string): Promise<Record<string, number[]>> {
  const catalog = new Catalog(data);
  const files = catalog.files().filter(({dataset}) => dataset === "events");
  catalog.close();
  if (!files.length) return {};
  const connection = await connectDuckDB();
  try {
    const recorded = datasetQuery(
      datasets.events,
      files.map(({path}) => ({path: join(lakeFolder(data), path), version: versionOf(path)}))
    );
    const events = (await findRevised(connection, datasets.events, recorded))(recorded);
    const result = await connection.runAndReadAll(
      `SELECT subject, hour(time AT TIME ZONE 'UTC' AT TIME ZONE $zone) // 4 AS block, count(*)::DOUBLE AS calls
       FROM (${events}) WHERE kind = 'api' GROUP BY ALL ORDER BY ALL`,
      {zone: timeZone}
    );
    const blocks: Record<string, number[]> = {};
    for (const [api, block, calls] of result.getRowsJS() as [string, bigint, number][]) {
      blocks[api] ??= [0, 0, 0, 0, 0, 0];
      blocks[api][Number(block)] = calls;
    }
    return blocks;
  } finally {
    connection.closeSync();
  }
}
