import {sourceKind} from "../source.ts";
import {serverOptions} from "./shared/sql/server-options.ts";
import {sqlSource} from "./shared/sql/sql-source.ts";
import {tableOptions} from "./shared/sql/table-options.ts";

/**
 * A table of a PostgreSQL database, `table` or `schema.table`, read in read-only transactions: events or readings from a
 * table that grows, or licences from a table that changes. The password comes from the environment.
 */
export const postgres = sourceKind({
  kind: "postgres",
  about: "a table of a PostgreSQL database: events, readings or licences",
  options: tableOptions(serverOptions({port: 5432})),
  example: `{kind: "postgres", host: "db", database: "gateway", user: "weir", passwordFrom: "PGPASSWORD", table: "traffic_log", dataset: "readings", series: "gateway/calls"}`,
  // The driver is loaded only where there is such a source.
  create: (options, root) =>
    sqlSource(options, async (previous) => {
      const {connectPostgres} = await import("./postgres/connect-postgres.ts");
      return connectPostgres(options, root)(previous);
    })
});
