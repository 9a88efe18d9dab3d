import {resolve} from "node:path";
import {z} from "zod";
import {sourceKind} from "../source.ts";
import {sqlSource} from "./shared/sql/sql-source.ts";
import {tableOptions} from "./shared/sql/table-options.ts";
import {connectSqlite} from "./sqlite/connect-sqlite.ts";

/**
 * A table of a SQLite file, opened read-only: events or readings from a table that grows, or licences from a table that
 * changes. Licence keys and customers are hashed; columns that are not named in the options are never read.
 */
export const sqlite = sourceKind({
  kind: "sqlite",
  about: "a table of a SQLite database: events, readings or licences",
  options: tableOptions({file: z.string().min(1)}),
  example: `{kind: "sqlite", file: "licences.db", table: "license_log", dataset: "events", every: "5s"}`,
  create: ({file, ...table}, root) => sqlSource(table, connectSqlite(resolve(root, file)))
});
