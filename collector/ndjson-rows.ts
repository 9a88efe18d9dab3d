import type {DuckDBConnection} from "@duckdb/node-api";
import {identifier, literal} from "./duckdb.ts";

/** Lines of text as one column; what is not UTF-8, or longer than this many bytes, goes to `reject_errors`. */
const longest = 2 ** 24;

/**
 * Reads a file of one JSON object a line into the table `lines`. Returns its columns, in the order in which they first
 * appear, and SQL that selects them as text, in the file's order; `malformed!` is the line where that holds no object.
 * DuckDB's own reader would end at such a line, or lose the one after it.
 */
export async function ndjsonRows(
  connection: DuckDBConnection,
  file: string
): Promise<{present: string[]; rows: string}> {
  await connection.run(
    `CREATE TEMP TABLE lines AS
     SELECT line, CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END AS "sound!"
     FROM read_csv(${literal(file)}, auto_detect = false, header = false, columns = {line: 'VARCHAR'}, delim = '\u0001',
       quote = '', escape = '', nullstr = '\u0002', strict_mode = false, max_line_size = ${longest}, store_rejects = true)
     WHERE trim(line) <> ''`
  );
  const keys = await connection.runAndReadAll(
    `SELECT key FROM (
       SELECT rowid AS nth, unnest(json_keys(line)) AS key, generate_subscripts(json_keys(line), 1) AS place
       FROM lines WHERE "sound!"
     ) GROUP BY key ORDER BY min((nth, place))`
  );
  const present = keys.getRowsJS().map(([key]) => String(key));
  const texts = JSON.stringify(Object.fromEntries(present.map((name) => [name, "VARCHAR"])));
  const object = present.length ? `from_json(CASE WHEN "sound!" THEN line END, ${literal(texts)})` : "NULL";
  const columns = present.map((name) => `, "object!".${identifier(name)} AS ${identifier(name)}`);
  return {
    present,
    rows: `(SELECT CASE WHEN NOT "sound!" THEN line END AS "malformed!"${columns.join("")}
      FROM (SELECT *, ${object} AS "object!" FROM lines))`
  };
}
