import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {waterRows} from "../../../data/demo/history-rows.ts";
import type {AfterTest} from "../../support/after-test.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

/** When the simulated plant's history ends. */
export const anchor = Date.parse("2026-11-21T03:00Z");

/** A lake that holds the simulated plant's last 220 days. Returns its data folder. */
export async function plantLake(t: AfterTest): Promise<string> {
  const file = join(temporaryFolder(t), "water.csv");
  writeFileSync(file, [...waterRows(anchor, anchor - 220 * 86_400_000)].join(""));
  const {data, add, catalog} = fixtureLake(t);
  await add("readings", `SELECT time, 'plant' AS source, series, value, quality FROM read_csv('${file}')`);
  catalog.close();
  return data;
}
