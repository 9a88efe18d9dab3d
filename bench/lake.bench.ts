import {join} from "node:path";
import {Catalog} from "../collector/catalog.ts";
import {connectDuckDB, literal} from "../collector/duckdb.ts";
import {lakeFolder} from "../collector/folders.ts";
import {importFile} from "../collector/import.ts";
import {openLake} from "../loaders/lake.ts";
import {median} from "../loaders/math/quantile.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench} from "./bench.ts";

const from = Date.UTC(2025, 0);
const to = Date.UTC(2026, 0);

/** How fast the lake answers; every time is that of a reader who has just opened it. */
export const bench: Bench = {
  name: "lake",
  about: "one sensor's hourly mean over an imported year of 10 sensors by the minute",
  async run({scope, say}) {
    const data = temporaryFolder(scope, {prefix: "weir-bench-"});
    const file = join(data, "year.parquet");
    say("making a year of 10 sensors");
    const connection = await connectDuckDB({threads: 2, memory: "1GB"});
    afterTest(scope, () => connection.closeSync());
    await connection.run(
      `COPY (
         SELECT make_timestamp(${from * 1000} + minute * 60000000) AS time, format('{:03d}/flow', sensor) AS series,
           round(250 + 60 * sin(minute / 229.2) + 20 * random(), 2) AS value
         FROM range(${(to - from) / 60_000}) minutes(minute), range(1, 11) sensors(sensor) ORDER BY time, series
       ) TO ${literal(file)} (FORMAT parquet)`
    );
    say("importing it");
    const catalog = new Catalog(data);
    const importing = performance.now();
    const {rows} = await importFile(
      {file, dataset: "readings", source: "plant"},
      {lake: lakeFolder(data), catalog, hash: (value) => value}
    );
    const importSeconds = (performance.now() - importing) / 1000;
    catalog.close();

    const opened: number[] = [];
    const answered: number[] = [];
    const unsorted: number[] = [];
    for (let turn = 0; turn < 15; turn++) {
      const opening = performance.now();
      const lake = await openLake({data});
      opened.push(performance.now() - opening);
      const asking = performance.now();
      const hours = await lake.sql`SELECT date_trunc('hour', time) AS hour, avg(value) AS mean
        FROM ${lake.rows("readings", {from, to})} WHERE series = '005/flow' GROUP BY hour`;
      answered.push(performance.now() - asking);
      lake.close();
      if (hours.length !== 8760) throw new Error(`wrong number of hours: ${hours.length}`);
      const askingFile = performance.now();
      await connection.runAndReadAll(
        `SELECT date_trunc('hour', time) AS hour, avg(value) AS mean
         FROM ${literal(file)} WHERE series = '005/flow' GROUP BY hour`
      );
      unsorted.push(performance.now() - askingFile);
    }
    return [
      {what: "import of a year of 10 sensors by the minute", value: rows / importSeconds, unit: "rows/s"},
      {what: "opening that lake", value: median(opened), unit: "ms"},
      {
        what: "one sensor's hourly mean over that year",
        value: median(answered),
        unit: "ms",
        bar: {atMost: 100},
        rival: {name: "DuckDB on one file in order of time", value: median(unsorted)}
      }
    ];
  }
};
