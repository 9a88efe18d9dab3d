import {nameOf, sqlTokens} from "./explore/sql-tokens.js";
import type {PublishedTable, TableColumn} from "./tables-index.js";

/** Instants, whole ms UTC, both inclusive; null for no bound. */
export interface TimeBounds {
  from: number | null;
  to: number | null;
}

/** What a question asks of a table. */
export interface Need {
  /** The times whose rows it needs; null when it needs all, or when that cannot be told. */
  times: TimeBounds[] | null;
  /** Whether it ends with the first rows that fit, so that DuckDB does not read all. */
  stops: boolean;
  /** So many rows from the beginning are enough; null where that depends on what they hold. */
  rows: number | null;
  /** So many of the newest rows are enough; null where it needs others, or when that cannot be told. */
  newest: number | null;
}

/** The part of a connection to DuckDB that is needed. */
export interface PlanConnection {
  query(
    sql: string
  ): Promise<Iterable<{toJSON(): Record<string, unknown>}>> | Iterable<{toJSON(): Record<string, unknown>}>;
}

/** The column that the bounds of a table's files are taken of. */
const time = "time";

/** Values of three rows from which DuckDB cannot tell that a condition never holds. */
const extremes: Record<TableColumn["type"], [string, string, string]> = {
  timestamp: ["TIMESTAMP '1700-01-01'", "TIMESTAMP '2260-01-01'", "NULL"],
  string: ["''", "chr(1114111)", "NULL"],
  double: ["-1e300::DOUBLE", "1e300::DOUBLE", "NULL"],
  integer: ["-9000000000000000000", "9000000000000000000", "NULL"],
  boolean: ["false", "true", "NULL"]
};

/** Whether the files of a table can be told apart by the times that a question asks for. */
export const isTimed = ({columns}: Pick<PublishedTable, "columns">): boolean =>
  columns.some(({name, type}) => name === time && type === "timestamp");

/** What makes a connection ready for `needOf`: tables of the same columns with next to no rows. */
export const planTables = (tables: readonly Pick<PublishedTable, "name" | "columns">[]): string[] => [
  "CREATE SCHEMA plan",
  ...tables.map(({name, columns}) => {
    const row = (end: 0 | 1 | 2) =>
      columns.map((column) => `${extremes[column.type][end]} AS "${column.name}"`).join(", ");
    return `CREATE TABLE plan."${name}" AS SELECT ${row(0)} UNION ALL SELECT ${row(1)} UNION ALL SELECT ${row(2)}`;
  }),
  "SET schema = 'plan'",
  "PRAGMA enable_profiling = 'json'"
];

const everything: Need = {times: null, stops: false, rows: null, newest: null};

/** What a question needs of a table, as DuckDB itself plans it: it is asked over the tables of `planTables`. */
export async function needOf(
  connection: PlanConnection,
  {text, parameters}: {text: string; parameters: readonly unknown[]},
  table: string
): Promise<Need> {
  const written = withValues(text, parameters);
  if (written === null) return everything;
  try {
    const [explained] = [...(await connection.query(`EXPLAIN ANALYZE ${written}`))];
    const plan: PlanNode = JSON.parse(String(explained?.toJSON().explain_value));
    const stops = isFirstRows(plan);
    const rows = stops && !hasFilter(plan) ? limitIn(written) : null;
    const newest = isNewestRows(plan, table) && isBare(written, table) ? limitIn(written) : null;
    return {times: boundsOf(plan, table), stops, rows, newest};
  } catch {
    // DuckDB says what is wrong when it is asked in earnest
    return everything;
  }
}

/** A question with its values in it; null unless it is one that only reads. */
function withValues(text: string, parameters: readonly unknown[]): string | null {
  const tokens = sqlTokens(text).filter(({kind}) => kind !== "comment");
  if (!tokens[0] || !["select", "with", "from"].includes(nameOf(tokens[0]) ?? "")) return null;
  if (tokens.some(({kind, text}) => kind === "symbol" && text === ";")) return null;
  let [written, at] = ["", 0];
  const values = [...parameters];
  for (const token of tokens.filter(({kind, text}) => kind === "symbol" && text === "?")) {
    written += text.slice(at, token.from) + literal(values.shift());
    at = token.to;
  }
  return written + text.slice(at);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

interface PlanNode {
  name: string;
  extra_info?: string;
  children: PlanNode[];
}

/** The operators from the answer to the rows of one table; none where there are several. */
function operators(plan: PlanNode): PlanNode[] {
  const nodes: PlanNode[] = [];
  for (let [node] = plan.children; node; [node] = node.children) {
    if (node.children.length > 1) return [];
    nodes.push(node);
  }
  return nodes;
}

const namesOf = (nodes: readonly PlanNode[]): string => nodes.map(({name}) => name.trim()).join(" ");

/** Whether nothing but a limit stands between the answer and one table's rows as they lie in its files. */
const isFirstRows = (plan: PlanNode): boolean =>
  /^EXPLAIN_ANALYZE (STREAMING_)?LIMIT( PROJECTION)* SEQ_SCAN$/.test(namesOf(operators(plan)));

/** Whether the answer is the first of one table's rows in an order that begins with the newest. */
function isNewestRows(plan: PlanNode, table: string): boolean {
  const nodes = operators(plan);
  const order = nodes.at(-2)?.extra_info?.split("[INFOSEPARATOR]").at(-1)?.trim().split("\n")[0];
  return (
    /^EXPLAIN_ANALYZE( PROJECTION)* TOP_N SEQ_SCAN$/.test(namesOf(nodes)) &&
    order === `${table}."${time}" DESC` &&
    !hasFilter(plan)
  );
}

/** Whether a question orders a table under its own names, and rows without a time come last as they do of themselves. */
function isBare(text: string, table: string): boolean {
  const names = sqlTokens(text).flatMap((token) => (token.kind === "comment" ? [] : [nameOf(token)]));
  const from = names.indexOf("from");
  const after = names.slice(from + 1);
  return after.slice(0, 3).join(" ") === `${table} order by` && !after.includes("from") && !after.includes("nulls");
}

const hasFilter = ({extra_info, children}: PlanNode): boolean =>
  Boolean(extra_info?.includes("Filters: ")) || children.some(hasFilter);

/** The rows up to the end of the limit that a question ends with; null where that is not written as numbers. */
function limitIn(text: string): number | null {
  const words = sqlTokens(text).flatMap(({kind, text}) => (kind === "comment" ? [] : [text.toLowerCase()]));
  const [, limit, offset = "0"] = /(?:^| )limit (\d+)(?: offset (\d+))?$/.exec(words.slice(-4).join(" ")) ?? [];
  const isOnly = words.filter((word) => word === "limit").length === 1;
  return limit !== undefined && isOnly ? Number(limit) + Number(offset) : null;
}

function boundsOf(plan: PlanNode, table: string): TimeBounds[] | null {
  const scans = (node: PlanNode): string[][] => {
    const [name, ...rest] = (node.extra_info ?? "").split("[INFOSEPARATOR]").map((part) => part.trim());
    const own = node.name.trim() === "SEQ_SCAN" && name === table ? [rest] : [];
    return [...own, ...node.children.flatMap(scans)];
  };
  const bounds = scans(plan).map((rest) => filterBounds(rest.find((part) => part.startsWith("Filters: ")) ?? ""));
  return bounds.length && bounds.every((one) => one !== null) ? bounds : null;
}

const condition = /^time(>=|>|<=|<|=)(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/** Bounds from `Filters: time>=2026-10-20 00:00:00 AND time IS NOT NULL`, a line for each column. */
function filterBounds(filters: string): TimeBounds | null {
  const lines = filters.slice("Filters: ".length).split("\n");
  const [line, ...others] = lines.filter((line) => /^time\W/.test(line));
  if (line === undefined || others.length) return null;
  const bounds: TimeBounds = {from: null, to: null};
  for (const term of line
    .trim()
    .split(" AND ")
    .filter((term) => term !== "time IS NOT NULL")) {
    const [, sign, day, clock] = condition.exec(term) ?? [];
    if (sign === undefined) return null;
    const at = Date.parse(`${day}T${clock}Z`);
    if (sign !== "<" && sign !== "<=") bounds.from = Math.max(at, bounds.from ?? at);
    const last = sign === "<" && /^[\d:]+(\.\d{1,3}0*)?$/.test(clock!) ? at - 1 : at;
    if (sign !== ">" && sign !== ">=") bounds.to = Math.min(last, bounds.to ?? last);
  }
  return bounds.from === null && bounds.to === null ? null : bounds;
}
