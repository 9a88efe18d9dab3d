import {sourceKind} from "../source.ts";
import {serverOptions} from "./shared/sql/server-options.ts";
import {sqlSource} from "./shared/sql/sql-source.ts";
import {tableOptions} from "./shared/sql/table-options.ts";

/**
 * A table of a MySQL or MariaDB database, `table` or `database.table`, read in read-only transactions: events or readings
 * from a table that grows, or licences from a table that changes. The password comes from the environment.
 */
export const mysql = sourceKind({
  kind: "mysql",
  about: "a table of a MySQL or MariaDB database: events, readings or licences",
  options: tableOptions(serverOptions({port: 3306})),
  example: `{kind: "mysql", host: "db", database: "licences", user: "weir", passwordFrom: "MYSQL_PWD", table: "license_log", dataset: "events"}`,
  // The driver is loaded only where there is such a source.
  create: (options, root) =>
    sqlSource(
      options,
      async (previous) => {
        const {connectMysql} = await import("./mysql/connect-mysql.ts");
        return connectMysql(options, root)(previous);
      },
      {hasInstants: true}
    )
});
