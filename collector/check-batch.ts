import {type Column, type ColumnType, datasets} from "../data/schema.ts";
import {type Batch, EncodedRecords} from "./source.ts";

const fits: Record<ColumnType, (value: unknown) => boolean> = {
  timestamp: Number.isFinite,
  string: (value) => typeof value === "string",
  double: Number.isFinite,
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === "boolean",
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === "string")
};

/**
 * Guards the spool: what passes here can be written to the lake. A source that hands over anything else has a fault of
 * its own, and is shown as away with this message.
 *
 * @throws Error when the books of the batch do not balance or a record does not fit its dataset
 */
export function checkBatch({dataset, records, rejects = [], read}: Batch): void {
  if (records.length + rejects.length !== read)
    throw new Error(`books do not balance: read ${read}, but ${records.length} records and ${rejects.length} rejects`);
  if (records instanceof EncodedRecords) return;
  const {columns} = datasets[dataset];
  for (const record of records as object[] as Record<string, unknown>[]) {
    const wrong = columns.find((column) => !fitsColumn(column, record[column.name]));
    if (wrong) throw new Error(`not a ${wrong.type}: ${dataset}.${wrong.name}: ${JSON.stringify(record[wrong.name])}`);
  }
}

function fitsColumn({type, nullable}: Column, value: unknown): boolean {
  return value === null || value === undefined ? nullable === true : fits[type](value);
}
