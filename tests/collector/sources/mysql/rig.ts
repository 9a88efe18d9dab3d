import type {TestContext} from "node:test";
import {mysql} from "../../../../collector/sources/mysql.ts";
import type {MariadbServer} from "../../../support/mariadb-server.ts";

export const password = "weir's own secret";
process.env.TEST_MYSQL_PASSWORD = password;

let databases = 0;

/** A database of its own for the test, and a user who may read it. */
export async function rigOn(server: MariadbServer, t: TestContext, ...statements: string[]) {
  const name = `test${++databases}`;
  const admin = await server.connect(t);
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.query("CREATE USER IF NOT EXISTS weir@'%' IDENTIFIED BY ?", [password]);
  await admin.query(`GRANT SELECT ON ${name}.* TO weir@'%'`);
  const db = await server.connect(t, name);
  for (const statement of statements) await db.query(statement);
  const sourceOf = (options: object) =>
    mysql.create(
      mysql.options.parse({
        host: "127.0.0.1",
        port: server.port,
        database: name,
        user: "weir",
        passwordFrom: "TEST_MYSQL_PASSWORD",
        every: "100ms",
        ...options
      }),
      "/"
    );
  return {name, db, admin, sourceOf};
}
