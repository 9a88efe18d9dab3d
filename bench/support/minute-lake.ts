import {join} from "node:path";
import {Catalog} from "../../collector/catalog.ts";
import {connectDuckDB, literal} from "../../collector/duckdb.ts";
import {lakeFolder} from "../../collector/folders.ts";
import {importFile} from "../../collector/import.ts";
import {type AfterTest, afterTest} from "../../tests/support/after-test.ts";
import {temporaryFolder} from "../../tests/support/temporary-folder.ts";

interface MinuteLake {
  /** ms UTC, half-open. */
  from: number;
  to: number;
  sensors: number;
  say: (line: string) => void;
}

/** Imports the flow of some sensors by the minute into a lake of its own. Returns the data folder. */
export async function minuteLake(scope: AfterTest, {from, to, sensors, say}: MinuteLake): Promise<string> {
  const data = temporaryFolder(scope, {prefix: "weir-bench-"});
  const file = join(data, "minutes.parquet");
  say(`making ${Math.round((to - from) / 86_400_000)} days of ${sensors} sensors`);
  const connection = await connectDuckDB({threads: 2, memory: "1GB"});
  afterTest(scope, () => connection.closeSync());
  await connection.run(
    `COPY (
       SELECT make_timestamp(${from * 1000} + minute * 60000000) AS time, format('{:03d}/flow', sensor) AS series,
         round(250 + 60 * sin(minute / 229.2) + 20 * random(), 2) AS value
       FROM range(${(to - from) / 60_000}) minutes(minute), range(1, ${sensors + 1}) sensors(sensor)
       ORDER BY time, series
     ) TO ${literal(file)} (FORMAT parquet)`
  );
  say("importing it");
  const catalog = new Catalog(data);
  afterTest(scope, () => catalog.close());
  await importFile(
    {file, dataset: "readings", source: "plant"},
    {lake: lakeFolder(data), catalog, hash: (value) => value}
  );
  return data;
}
