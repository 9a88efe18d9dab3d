import {join} from "node:path";
import Database from "libsql";
import type {ResultSetHeader} from "mysql2";
import {type AfterTest, afterTest} from "../../support/after-test.ts";
import {startMariadb} from "../../support/mariadb-server.ts";
import {startPostgres} from "../../support/postgres-server.ts";
import type {Input} from "./input.ts";

const numberOf = ({subject}: Record<string, unknown>) => Number(String(subject).slice("call-".length));
const table = {table: "license_log", dataset: "events", every: "100ms"} as const;
const perPut = 10;

export function sqlite(t: AfterTest, folder: string): Input {
  const file = join(folder, "calls.db");
  const db = new Database(file);
  afterTest(t, () => db.close());
  db.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE license_log (id INTEGER PRIMARY KEY, api_name TEXT, access_time TEXT)"
  );
  const insert = db.prepare("INSERT INTO license_log (api_name, access_time) VALUES (?, ?)");
  let made = 0;
  return {
    id: "sqlite",
    source: {kind: "sqlite", file, ...table},
    dataset: "events",
    put() {
      const stamp = new Date().toISOString();
      for (let i = 0; i < perPut; i++) insert.run(`call-${++made}`, stamp);
    },
    numbered: {numberOf, made: () => made}
  };
}

/** Now and then an insert is committed 300 ms late, when later ones are there already. */
export async function postgres(t: AfterTest): Promise<Input> {
  const server = await startPostgres(t);
  const [prompt, late] = [await server.connect(t), await server.connect(t)];
  await prompt.query("CREATE TABLE license_log (id serial PRIMARY KEY, api_name text, access_time timestamptz)");
  const insert = "INSERT INTO license_log (api_name, access_time) SELECT unnest($1::text[]), now()";
  let made = 0;
  let holding: Promise<void> | null = null;
  let working: Promise<unknown> = Promise.resolve();
  const hold = async () => {
    await late.query("BEGIN");
    await late.query(insert, [[`call-${++made}`]]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await late.query("COMMIT");
    holding = null;
  };
  return {
    id: "postgres",
    source: {
      kind: "postgres",
      port: server.port,
      database: "postgres",
      user: "postgres",
      passwordFrom: "PGPASSWORD",
      ...table
    },
    dataset: "events",
    put() {
      holding ??= hold();
      const calls = Array.from({length: perPut}, () => `call-${++made}`);
      working = working.then(() => prompt.query(insert, [calls]));
    },
    numbered: {numberOf, made: () => made},
    settled: () => Promise.all([holding, working])
  };
}

export async function mysql(t: AfterTest): Promise<Input> {
  const server = await startMariadb(t);
  const connection = await server.connect(t);
  await connection.query("CREATE DATABASE calls");
  await connection.query("USE calls");
  await connection.query(
    "CREATE TABLE license_log (id INT AUTO_INCREMENT PRIMARY KEY, api_name VARCHAR(50), access_time DATETIME)"
  );
  let made = 0;
  let working = Promise.resolve<unknown>(null);
  return {
    id: "mysql",
    source: {kind: "mysql", socket: server.socket, database: "calls", user: "root", ...table},
    dataset: "events",
    put() {
      const rows = Array.from({length: perPut}, () => [`call-${++made}`, new Date()]);
      working = connection.query<ResultSetHeader>("INSERT INTO license_log (api_name, access_time) VALUES ?", [rows]);
    },
    numbered: {numberOf, made: () => made},
    settled: () => working
  };
}
