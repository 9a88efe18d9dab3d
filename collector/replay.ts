import {join} from "node:path";
import {datasets, versionOf} from "../data/schema.ts";
import {Catalog} from "./catalog.ts";
import type {Config} from "./config.ts";
import {connectDuckDB} from "./duckdb.ts";
import {lakeFolder} from "./folders.ts";
import {takeLock} from "./lock.ts";
import type {RejectFilter} from "./rejects.ts";
import {readAgain} from "./replay/read-again.ts";
import {recordsOf} from "./replay/records-of.ts";
import {swapRejects} from "./replay/swap-rejects.ts";

export interface Replayed {
  /** Rejects that could be read now, and the records that they gave. */
  rejects: number;
  records: number;
  /** Rejects that stay, by why, the most frequent first. Reasons that differ only in the value at their end are one. */
  stay: {source: string; reason: string; count: number}[];
}

/**
 * Reads rejects again with the sources as they are configured now. What can be read becomes records, and a reject no
 * longer. Every file of rejects is a transaction of its own, so this may be cut short at any moment, and repeated.
 *
 * @param dryRun tells what would become of them, and changes nothing
 * @throws InUseError while a collector runs
 */
export async function replayRejects(
  config: Pick<Config, "data" | "sources">,
  filter: RejectFilter,
  {dryRun = false} = {},
  {now = Date.now} = {}
): Promise<Replayed> {
  const lock = takeLock(config.data, "collector");
  const catalog = new Catalog(config.data);
  const connection = await connectDuckDB();
  const lake = lakeFolder(config.data);
  const stay = new Map<string, Replayed["stay"][0]>();
  const onStay = (source: string, message: string) => {
    const reason = message.split(": ", 1)[0]!;
    const key = `${source} ${reason}`;
    stay.set(key, {source, reason, count: (stay.get(key)?.count ?? 0) + 1});
  };
  const reading = {filter, recordsOf: recordsOf(config, catalog), onStay};
  const total = {rejects: 0, records: 0};
  try {
    for (const file of catalog.files()) {
      if (file.dataset !== "rejects" || versionOf(file.path) !== datasets.rejects.version) continue;
      const startedAt = now();
      const found = await readAgain(connection, join(lake, file.path), reading);
      if (found.rows.length && !dryRun) await swapRejects(connection, {lake, catalog}, file, found, {now, startedAt});
      for (const {rejects, records} of found.books.values()) {
        total.rejects += rejects;
        total.records += records;
      }
    }
    return {...total, stay: [...stay.values()].sort((a, b) => b.count - a.count)};
  } finally {
    connection.closeSync();
    catalog.close();
    lock.release();
  }
}
