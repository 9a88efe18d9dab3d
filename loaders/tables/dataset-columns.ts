import {type ColumnType, type DatasetName, datasets} from "../../data/schema.ts";
import {Fragment, identifier} from "../lake/fragment.ts";
import type {TableColumn} from "./published-table.ts";

const published = (type: ColumnType): TableColumn["type"] => (type === "strings" ? "string" : type);

/** Columns of a dataset as a published table has them: lists become texts. */
export function datasetColumns(
  dataset: DatasetName,
  names: readonly string[],
  units: Record<string, string> = {}
): TableColumn[] {
  return names.map((name) => {
    const {type, about} = columnOf(dataset, name);
    return {name, type: published(type), ...(units[name] && {unit: units[name]}), about};
  });
}

/** The same columns for a SELECT. */
export const selectColumns = (dataset: DatasetName, names: readonly string[]): Fragment =>
  new Fragment([
    names
      .map((name) =>
        columnOf(dataset, name).type === "strings"
          ? `array_to_string(${identifier(name)}, ', ') AS ${identifier(name)}`
          : identifier(name)
      )
      .join(", ")
  ]);

function columnOf(dataset: DatasetName, name: string) {
  const column = datasets[dataset].columns.find((column) => column.name === name);
  if (!column) throw new Error(`no such column: ${dataset}.${name}`);
  return column;
}
