import {type ColumnSource, parquetWriteBuffer} from "npm:hyparquet-writer";
import type {ExportFacts} from "./export-facts.js";
import type {CellType, TypedColumn} from "./typed-columns.js";

const types = {time: "TIMESTAMP", integer: "INT64", double: "DOUBLE", boolean: "BOOLEAN", text: "STRING"} as const;

/** A table as Parquet with typed columns, times as UTC timestamps; what it says of itself stands under `weir.*` in its metadata. */
export function exportParquet(columns: readonly TypedColumn[], facts: ExportFacts): Blob {
  const buffer = parquetWriteBuffer({
    columnData: columns.map(
      ({name, type, values}): ColumnSource => ({
        name,
        type: types[type],
        data: values.map((value) => (value === null ? null : stored(value, type)))
      })
    ),
    kvMetadata: Object.entries(facts).map(([key, value]) => ({key: `weir.${key}`, value})),
    createdBy: "Weir"
  });
  return new Blob([buffer], {type: "application/vnd.apache.parquet"});
}

function stored(value: string | number | boolean, type: CellType): string | number | boolean | bigint | Date {
  if (type === "time") return new Date(value as number);
  return type === "integer" ? BigInt(value as number) : value;
}
