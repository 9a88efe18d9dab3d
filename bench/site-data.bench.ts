import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type AsyncBuffer, parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {openLake} from "../loaders/lake.ts";
import {publishTables} from "../loaders/tables/publish-tables.ts";
import type {PublishedTable} from "../loaders/tables/published-table.ts";
import {tablesFolder} from "../loaders/tables/table-store.ts";
import type {Bench} from "./bench.ts";
import {minuteLake} from "./support/minute-lake.ts";

const from = Date.UTC(2025, 0);
const to = Date.UTC(2026, 0);
const dayMs = 86_400_000;
const day = from + 200 * dayMs;
const series = "005/flow";
/** What a page asks for first: enough for the footer of a month. */
const footerBytes = 32_768;

/** What a page has to read of a year of minutes. */
export const bench: Bench = {
  name: "site-data",
  about: "published tables of a year of 10 sensors by the minute, and one day of one sensor out of them",
  async run({scope, say}) {
    const data = await minuteLake(scope, {from, to, sensors: 10, say});
    say("publishing its tables");
    const start = performance.now();
    const all = await tables(data);
    const seconds = (performance.now() - start) / 1000;
    const again = performance.now();
    await tables(data);
    const secondsAgain = (performance.now() - again) / 1000;
    const readings = all.find(({name}) => name === "readings")!;
    const size = bytesOf([readings]);
    const {rows, bytes, requests} = await readDay(data, readings);
    if (rows !== dayMs / 60_000) throw new Error(`wrong number of rows: ${rows}`);
    return [
      {what: "readings published", value: readings.rows, unit: "rows"},
      {what: "size of the readings", value: size / 1e6, unit: "MB"},
      {what: "size of all tables", value: bytesOf(all) / 1e6, unit: "MB"},
      {what: "making all tables", value: seconds, unit: "s"},
      {what: "making all tables when nothing is new", value: secondsAgain, unit: "s"},
      {what: "read for one day of one sensor", value: (100 * bytes) / size, unit: "%", bar: {atMost: 3}},
      {what: "requests for that", value: requests, unit: ""}
    ];
  }
};

async function tables(data: string): Promise<PublishedTable[]> {
  const lake = await openLake({data, now: to});
  const index = await publishTables(lake);
  lake.close();
  return index.tables;
}

const bytesOf = (tables: PublishedTable[]): number =>
  tables.flatMap(({files}) => files).reduce((sum, {bytes}) => sum + bytes, 0);

/** Reads the day as a page does, by ranges of the files that may hold it, and counts every byte. */
async function readDay(
  data: string,
  {files}: PublishedTable
): Promise<{rows: number; bytes: number; requests: number}> {
  const read = {rows: 0, bytes: 0, requests: 0};
  for (const {url} of files.filter((file) => file.from! < day + dayMs && file.to! >= day)) {
    const content = readFileSync(join(tablesFolder(data), url));
    const file: AsyncBuffer = {
      byteLength: content.length,
      slice(start, end = content.length) {
        read.requests++;
        read.bytes += end - start;
        return content.buffer.slice(content.byteOffset + start, content.byteOffset + end) as ArrayBuffer;
      }
    };
    const metadata = await parquetMetadataAsync(file, {initialFetchSize: footerBytes});
    const filter = {series: {$eq: series}, time: {$gte: new Date(day), $lt: new Date(day + dayMs)}};
    read.rows += (await parquetReadObjects({file, metadata, filter})).length;
  }
  return read;
}
