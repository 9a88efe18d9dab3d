import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import type {TaggedTemplateExpression} from "acorn";
import {simple} from "acorn-walk";
import type {Mistake} from "./mistake.ts";
import {didYouMean} from "./nearest.ts";
import type {Page} from "./read-page.ts";
import type {PageCode} from "./read-scripts.ts";
import type {Extract} from "./source-text.ts";
import {literalTexts} from "./template-parts.ts";

/** Columns and DuckDB's types of them. */
export type Columns = readonly {name: string; type: string}[];

/** Parses and binds a page's SQL over empty tables with the columns of its own. */
export async function checkSql(page: Page, code: PageCode, tables: ReadonlyMap<string, Columns>): Promise<Mistake[]> {
  const queries = [...code.queries.map(({texts}) => texts), ...queriesInCode(code)];
  if (!queries.length) return [];
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  try {
    await connection.run("SET errors_as_json = true");
    await connection.run("SET enable_external_access = false");
    for (const [name, columns] of tables)
      await connection.run(
        `CREATE TABLE ${quoted(name)} (${columns.map(({name, type}) => `${quoted(name)} ${type}`).join(", ")})`
      );
    const found: Mistake[] = [];
    for (const texts of queries) found.push(...(await check(texts, connection, page, tables.keys())));
    return found;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Whether a page asks anything in SQL. */
export const hasSql = (code: PageCode): boolean => code.queries.length > 0 || queriesInCode(code).length > 0;

/** Texts of ``sql`…` `` in a page's code. */
function queriesInCode({scripts}: PageCode): Extract[][] {
  const queries: Extract[][] = [];
  for (const {body, code, references, declarations} of scripts)
    simple(body, {
      TaggedTemplateExpression({tag, quasi}: TaggedTemplateExpression) {
        if (tag.type !== "Identifier" || tag.name !== "sql") return;
        const ofPage = references.includes(tag) || declarations?.some(({name}) => name === "sql");
        if (ofPage) queries.push(literalTexts(code, quasi));
      }
    });
  return queries;
}

/** Whose tables a page's `sql` reads: its own front matter's, the published ones, or what cannot be told. */
export function databaseOf({scripts}: PageCode): "page" | "published" | "unknown" {
  for (const {declarations, body, files, code} of scripts) {
    const own = declarations?.find(({name}) => name === "sql");
    if (!own || body.type !== "Program") continue;
    const statement = body.body.find(({start, end}) => start <= own.start && own.end <= end);
    const inside = files.some(
      ({node, name}) =>
        node.start >= statement!.start && node.end <= statement!.end && /(^|\/)tables\/index\.json$/.test(name)
    );
    return inside && /^const sql = lakeSql\(/.test(code.text.slice(statement!.start)) ? "published" : "unknown";
  }
  return "page";
}

/**
 * Every `${…}` is bound as a parameter, as in the browser. A parameter of no known type puts off what stands around it:
 * with null instead, unknown names there show.
 */
async function check(
  texts: Extract[],
  connection: DuckDBConnection,
  page: Page,
  tables: Iterable<string>
): Promise<Mistake[]> {
  for (const [hole, names] of [
    ["?", false],
    ["NULL", true]
  ] as const) {
    const query = texts.map(({text}) => text).join(hole);
    const error = await refusal(connection, query);
    if (!error || (names && error.kind === "other")) continue;
    const {message, name, at, hint} = explained(error, query, tables);
    return [page.source.mistake(placeIn(texts, name ? firstOf(query, name, at) : at, hole.length), message, hint)];
  }
  return [];
}

interface Refusal {
  kind: "column" | "name" | "other";
  error: DuckDBError;
}

/** Why DuckDB will not run a query; null when it will. */
async function refusal(connection: DuckDBConnection, query: string): Promise<Refusal | null> {
  try {
    (await connection.prepare(query)).destroySync();
    return null;
  } catch (thrown) {
    const error = readError((thrown as Error).message);
    const kinds: Record<string, Refusal["kind"]> = {COLUMN_NOT_FOUND: "column", MISSING_ENTRY: "name"};
    return {kind: kinds[error.error_subtype ?? ""] ?? "other", error};
  }
}

interface DuckDBError {
  exception_message: string;
  error_subtype?: string;
  type?: string;
  name?: string;
  candidates?: string;
  /** In bytes. */
  position?: string;
}

function explained({kind, error}: Refusal, query: string, tables: Iterable<string>) {
  const at = Buffer.from(query)
    .subarray(0, Number(error.position ?? 0))
    .toString().length;
  const {name = "", type = "name"} = error;
  if (kind === "other") {
    const [first = ""] = error.exception_message.split("\n");
    return {message: `SQL cannot run: ${first.slice(0, 1).toLowerCase()}${first.slice(1)}`, at};
  }
  const candidates = error.candidates?.split(",").map((candidate) => candidate.trim()) ?? [];
  if (kind === "column") {
    const hint = didYouMean(name, candidates) ?? (candidates.length ? `there are ${candidates.join(", ")}` : undefined);
    return {message: `unknown column: ${name}`, name, at, hint};
  }
  const what = type.toLowerCase().replace(/^.* (function)$/, "$1");
  const hint = what === "table" ? (didYouMean(name, tables) ?? remedy) : didYouMean(name, candidates);
  return {message: `unknown ${what}: ${name}`, name, at, hint};
}

const remedy = "name it under sql in the front matter, as in readings: ./data/readings.parquet";

function readError(text: string): DuckDBError {
  try {
    return JSON.parse(text.slice(text.indexOf("{")));
  } catch {
    return {exception_message: text};
  }
}

/** A name's own place, where the error is somewhere before it. */
function firstOf(query: string, name: string, at: number): number {
  const found = query.toLowerCase().indexOf(name.toLowerCase(), at);
  return found < 0 ? at : found;
}

function placeIn(texts: readonly Extract[], at: number, hole: number): number {
  let left = at;
  for (const extract of texts) {
    if (left <= extract.text.length) return extract.offset(left);
    left = Math.max(0, left - extract.text.length - hole);
  }
  return texts[0]!.offset(0);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
