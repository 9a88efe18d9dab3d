import type {CellGraph} from "./cell-graph.js";
import type {InputValue, SqlCell} from "./notebook.js";
import {type SqlToken, sqlTokens} from "./sql-tokens.js";

/** A cell's question as DuckDB gets it. */
export interface ComposedSql {
  text: string;
  /** Values of the `?` in it, in order. */
  parameters: (string | number | null)[];
  /** Lines that stand before the cell's own first one. */
  linesBefore: number;
}

/**
 * Puts the cells that a SQL cell names, and those that they name, in front of it as WITH, and binds the values of
 * inputs: none of them becomes part of the text.
 */
export function composeSql(cell: SqlCell, graph: CellGraph, values: ReadonlyMap<string, InputValue>): ComposedSql {
  const parameters: ComposedSql["parameters"] = [];
  const bind = (name: string, field: "from" | "to" | null) => {
    const value = values.get(graph.byName.get(name.toLowerCase())?.id ?? "") ?? null;
    parameters.push(typeof value === "object" && value !== null ? (field ? value[field] : null) : value);
    return "?";
  };
  const {text, linesBefore} = withNeeds(cell, graph, bind);
  return {text, parameters, linesBefore};
}

/** The same with each input as `write` gives it, in the order in which they stand in the text. */
export function withNeeds(
  cell: SqlCell,
  graph: CellGraph,
  write: (name: string, field: "from" | "to" | null) => string
): {text: string; linesBefore: number} {
  const needed = neededBy(cell, graph);
  const before = needed.map((need) => `${need.name} AS (\n${replaced(need.sql, write)}\n)`).join(", ");
  const own = replaced(cell.sql, write);
  if (!before) return {text: own, linesBefore: 0};
  const lead = /^(\s*)(with)(\s+recursive\b)?/i.exec(blankComments(own));
  const prefix = `WITH ${lead?.[3] ? "RECURSIVE " : ""}${before}${lead ? "," : ""}\n`;
  const rest = lead ? blank(own.slice(0, lead[0].length)) + own.slice(lead[0].length) : own;
  return {text: prefix + rest, linesBefore: prefix.split("\n").length - 1};
}

/** SQL cells that a cell names as tables, directly or not, each after those that it names itself. */
function neededBy(cell: SqlCell, {order, byId}: CellGraph): SqlCell[] {
  const needed = new Set<string>();
  const add = (id: string) => {
    if (needed.has(id) || byId.get(id)!.cell.kind !== "sql") return;
    needed.add(id);
    byId.get(id)!.needs.forEach(add);
  };
  byId.get(cell.id)!.needs.forEach(add);
  return order.flatMap((plan) => (plan.cell.kind === "sql" && needed.has(plan.cell.id) ? plan.cell : []));
}

/** Replaces inputs, and the semicolon at the end by a space. */
function replaced(sql: string, write: (name: string, field: "from" | "to" | null) => string): string {
  const tokens = sqlTokens(sql);
  const last = tokens.findLast(({kind}) => kind !== "comment");
  let text = "";
  let at = 0;
  const put = ({from, to}: SqlToken, piece: string) => {
    text += sql.slice(at, from) + piece;
    at = to;
  };
  for (const token of tokens) {
    const [, name, field] = (token.kind === "input" && /^\$\{\s*(\w+)(?:\.(from|to))?\s*\}$/.exec(token.text)) || [];
    if (name) put(token, write(name, (field as "from" | "to") ?? null));
    else if (token === last && token.text === ";") put(token, " ");
  }
  return text + sql.slice(at);
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

function blankComments(sql: string): string {
  const comments = sqlTokens(sql).filter(({kind}) => kind === "comment");
  return comments.reduce((text, {from, to}) => text.slice(0, from) + blank(text.slice(from, to)) + text.slice(to), sql);
}
