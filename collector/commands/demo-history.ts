import {rm} from "node:fs/promises";
import {join} from "node:path";
import {demoAnchor, demoFolder} from "../../data/demo/anchor.ts";
import {historyImports, writeHistory} from "../../data/demo/history.ts";
import {Catalog} from "../catalog.ts";
import type {Config} from "../config.ts";
import {lakeFolder} from "../folders.ts";
import {importFile} from "../import.ts";
import type {Say} from "../say.ts";
import {hashingKey, keyedHash} from "../secret.ts";
import {describeImport} from "./import.ts";

const historyDone = "demo-history";

/** Whether the lake has the simulation's past. */
export const hasHistory = (catalog: Catalog): boolean => Boolean(catalog.meta(historyDone));

/**
 * The year before the simulation's first start into the lake, once; a collector may run meanwhile. One that was cut short
 * goes on with the files that are missing.
 */
export async function importDemoHistory({data}: Pick<Config, "data">, {say}: {say: Say}): Promise<void> {
  const catalog = new Catalog(data);
  try {
    if (hasHistory(catalog)) return;
    say("simulation: writing a year of history");
    const anchor = demoAnchor(data);
    const folder = join(demoFolder(data), "history");
    await writeHistory(folder, anchor);
    const context = {lake: lakeFolder(data), catalog, hash: keyedHash(hashingKey(data))};
    for (const request of historyImports(folder)) {
      const result = await importFile(request, context);
      say(`simulation: ${describeImport({...result, file: request.source})}`);
    }
    catalog.setMeta(historyDone, new Date(anchor).toISOString());
    await rm(folder, {recursive: true});
  } finally {
    catalog.close();
  }
}
