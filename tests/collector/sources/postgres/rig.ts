import type {TestContext} from "node:test";
import {postgres} from "../../../../collector/sources/postgres.ts";
import type {PostgresServer} from "../../../support/postgres-server.ts";

export const password = "weir's own secret";
process.env.TEST_POSTGRES_PASSWORD = password;

let databases = 0;

/** A database of its own for the test, and a user who may read it. */
export async function rigOn(server: PostgresServer, t: TestContext, schema: string) {
  const name = `test${++databases}`;
  const admin = await server.connect(t);
  await admin.query(`CREATE DATABASE ${name}`);
  if (databases === 1) await admin.query(`CREATE USER weir PASSWORD '${password.replaceAll("'", "''")}'`);
  const db = await server.connect(t, name);
  await db.query(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO weir; ${schema}`);
  const sourceOf = (options: object) =>
    postgres.create(
      postgres.options.parse({
        port: server.port,
        database: name,
        user: "weir",
        passwordFrom: "TEST_POSTGRES_PASSWORD",
        every: "100ms",
        ...options
      }),
      "/"
    );
  return {name, db, admin, sourceOf};
}
