import {mkdirSync} from "node:fs";
import {type FileHandle, open} from "node:fs/promises";
import {join} from "node:path";
import type {DatasetName} from "../schema.ts";
import {day} from "./calendar.ts";
import {gatewayRows, licenceCallRows, licenceRows, requestRows, waterRows} from "./history-rows.ts";

/** One file of history and how `weir import` has to read it. */
export interface HistoryImport {
  file: string;
  dataset: DatasetName;
  source: string;
  time: string;
  /** Dataset column -> column of the file, where the names differ. */
  map?: Record<string, string>;
}

/** The request service's own names, as its API has them. */
const requestMap = {
  id: "num",
  subject: "file_name",
  requester: "request_user",
  processor: "prediction_model",
  outcome: "prediction_result",
  processedAt: "prediction_time"
};

const files = [
  {name: "water.csv", dataset: "readings", source: "plant", time: "time", rows: waterRows},
  {name: "gateway.csv", dataset: "readings", source: "gateway", time: "time", rows: gatewayRows},
  {name: "licence-calls.csv", dataset: "events", source: "licence-calls", time: "time", rows: licenceCallRows},
  {name: "licences.csv", dataset: "licences", source: "licences", time: "observedAt", rows: licenceRows},
  {
    name: "requests.csv",
    dataset: "requests",
    source: "requests",
    time: "request_time",
    map: requestMap,
    rows: requestRows
  }
] as const;

/** The imports that bring the history of `writeHistory(dir)` into the lake. */
export function historyImports(dir: string): HistoryImport[] {
  return files.map(({name, rows, ...request}) => ({file: join(dir, name), ...request}));
}

/**
 * Writes the simulated history, from `days` before the anchor (ms UTC) up to the anchor itself, which belongs to the
 * live installations. Five CSV files, times in ISO UTC; about 130 MB a year.
 */
export async function writeHistory(dir: string, anchor: number, {days = 365}: {days?: number} = {}): Promise<void> {
  mkdirSync(dir, {recursive: true});
  for (const {name, rows} of files) await writeLines(join(dir, name), rows(anchor, anchor - days * day));
}

const chunkLength = 2 ** 20;

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const file = await open(path, "w");
  try {
    let chunk = "";
    for (const line of lines) {
      chunk += line;
      if (chunk.length < chunkLength) continue;
      await writeAll(file, chunk);
      chunk = "";
    }
    await writeAll(file, chunk);
  } finally {
    await file.close();
  }
}

const writeAll = (file: FileHandle, text: string): Promise<void> => file.appendFile(text, "latin1");
