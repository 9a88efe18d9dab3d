import {deserialize, serialize} from "node:v8";
import {crc32c} from "@node-rs/crc32";
import type {Fitted} from "../forecast/model.ts";
import type {SpanName} from "./span.ts";
import type {TrainingSeries} from "./training-input.ts";

/** What was learnt, as it is kept. */
export interface FittedRecord {
  /** Version of the models' code: what other code has learnt means nothing to it. */
  code: string;
  /** When it was learnt, ms. */
  at: number;
  series: Omit<TrainingSeries, "history">;
  fitted: Fitted;
}

const magic = "weir model 1 ";

/** Folder of these files in the data folder. */
export const fittedFolder = "models";

/** Name of a series' file: the id is the caller's, and may hold anything. */
export const fittedName = (id: string, span: SpanName): string => `${encodeURIComponent(id)} ${span}.model`;

/** A file with a checksum, for what was learnt from one series. */
export function encodeFitted(record: FittedRecord): Buffer {
  const content = serialize(record);
  return Buffer.concat([Buffer.from(`${magic}${crc32c(content).toString(16).padStart(8, "0")}\n`), content]);
}

/** null when the file is damaged, or of another version. */
export function decodeFitted(file: Buffer): FittedRecord | null {
  const end = magic.length + 9;
  const content = file.subarray(end);
  const head = `${magic}${crc32c(content).toString(16).padStart(8, "0")}\n`;
  if (file.subarray(0, end).toString("latin1") !== head) return null;
  try {
    return deserialize(content);
  } catch {
    return null; // written by a later Node
  }
}
