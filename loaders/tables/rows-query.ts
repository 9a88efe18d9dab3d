import {duckdbType} from "../../data/schema.ts";
import {Fragment, fragment, identifier, literal} from "../lake/fragment.ts";
import type {TableColumn} from "./published-table.ts";

/** Narrow integers: a browser would read wide ones as BigInt. */
const jsonType = (type: TableColumn["type"]): string =>
  ({...duckdbType, timestamp: "BIGINT", integer: "INTEGER"})[type];

/** Rows that a program holds as a query; times are ms UTC. */
export function rowsQuery(columns: readonly TableColumn[], rows: readonly object[]): Fragment {
  const types = Object.fromEntries(columns.map(({name, type}) => [name, jsonType(type)]));
  const select = columns.map(({name, type}) => {
    const value = `r.${identifier(name)}`;
    return `${type === "timestamp" ? `make_timestamp(${value} * 1000)` : value} AS ${identifier(name)}`;
  });
  const shape = new Fragment([literal(JSON.stringify([types]))]);
  return fragment`SELECT ${new Fragment([select.join(", ")])}
    FROM (SELECT unnest(from_json(${JSON.stringify(rows)}::JSON, ${shape})) AS r)`;
}
