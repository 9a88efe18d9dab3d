import {Catalog} from "../../collector/catalog.ts";
import {connectDuckDB, literal} from "../../collector/duckdb.ts";
import {lakeFolder} from "../../collector/folders.ts";
import type {DatasetName} from "../../data/schema.ts";

/** Every row of a dataset that the catalog of this data folder lists, as plain objects. */
export async function lakeRows(data: string, dataset: DatasetName): Promise<Record<string, unknown>[]> {
  const catalog = new Catalog(data);
  const files = catalog.files().filter((file) => file.dataset === dataset);
  catalog.close();
  if (!files.length) return [];
  const connection = await connectDuckDB();
  try {
    const paths = files.map(({path}) => literal(`${lakeFolder(data)}/${path}`));
    const rows = await connection.runAndReadAll(`SELECT * FROM read_parquet([${paths.join(", ")}])`);
    return rows.getRowObjectsJS() as Record<string, unknown>[];
  } finally {
    connection.closeSync();
  }
}
