import {join} from "node:path";
import {Catalog} from "../../collector/catalog.ts";
import {readConfig, settingsOf} from "../../collector/config.ts";
import {lakeFolder} from "../../collector/folders.ts";
import {importFile} from "../../collector/import.ts";
import {historyImports, writeHistory} from "../../data/demo/history.ts";
import type {AfterTest} from "./after-test.ts";
import {root} from "./root.ts";
import {temporaryFolder} from "./temporary-folder.ts";

/** When the demo lake ends, UTC ms: a Sunday morning in March. */
export const demoLakeEnd = Date.UTC(2026, 2, 15, 9, 20);

/** A lake of the shipped configuration and `days` of its simulated history, the same every time. Returns its data folder. */
export async function demoLake(t: AfterTest, {days = 45} = {}): Promise<string> {
  const data = temporaryFolder(t);
  const history = join(data, "history");
  await writeHistory(history, demoLakeEnd, {days});
  const catalog = new Catalog(data);
  try {
    catalog.setSettings(settingsOf(await readConfig(join(root, "weir.config.ts"))));
    for (const request of historyImports(history))
      await importFile(request, {lake: lakeFolder(data), catalog, hash: (value) => `hash-of-${value}`});
  } finally {
    catalog.close();
  }
  return data;
}
