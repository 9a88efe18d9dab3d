import pg from "pg";
import type {Connect, Key, Row, SqlColumn, SqlDatabase} from "../shared/sql/database.ts";
import {addressOf, readSecrets, type Server} from "../shared/sql/server-options.ts";
import {connectionLost, noAnswer, serverProblem} from "../shared/sql/server-problem.ts";
import {plainTypes} from "./plain-types.ts";

/** The client gives up this long after the server should have, ms. */
const grace = 5000;

/** Connects to a PostgreSQL database read-only, and again when the connection was lost. */
export const connectPostgres =
  (server: Server, root: string): Connect =>
  async (previous) => {
    if (previous instanceof PostgresDatabase && previous.isOpen) return previous;
    await previous?.close();
    return PostgresDatabase.open(server, root);
  };

class PostgresDatabase implements SqlDatabase {
  isOpen = true;

  private constructor(
    private readonly client: pg.Client,
    private readonly address: string
  ) {
    client.on("error", () => {
      this.isOpen = false;
    });
    client.on("end", () => {
      this.isOpen = false;
    });
  }

  static async open(server: Server, root: string): Promise<PostgresDatabase> {
    const {password, tls} = await readSecrets(server, root);
    const client = new pg.Client({
      host: server.socket ?? server.host,
      port: server.port,
      database: server.database,
      user: server.user,
      password,
      ssl: tls ?? false,
      types: plainTypes,
      keepAlive: true,
      connectionTimeoutMillis: server.timeout,
      query_timeout: server.timeout + grace,
      application_name: "weir"
    });
    const database = new PostgresDatabase(client, addressOf(server));
    try {
      await database.#inWords("cannot open", () => client.connect());
      await database.#inWords("cannot open", () => client.query(settings(server)));
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  async query(sql: string, parameters: Key[]): Promise<Row[]> {
    const {rows} = await this.#inWords("cannot read", () => this.client.query(sql, parameters));
    return rows;
  }

  async columns(table: string): Promise<SqlColumn[]> {
    const rows = await this.query(
      `SELECT attname::text AS name FROM pg_attribute
       WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [this.table(table)]
    );
    return rows.map(({name}) => ({name: String(name)}));
  }

  quote(identifier: string): string {
    return pg.escapeIdentifier(identifier);
  }

  /** A point stands between schema and table. */
  table(name: string): string {
    return name.split(".").map(pg.escapeIdentifier).join(".");
  }

  column(name: string): string {
    return this.quote(name);
  }

  parameter(n: number): string {
    return `$${n}`;
  }

  async close(): Promise<void> {
    this.isOpen = false;
    void this.client.end().catch(() => {}); // which may never settle when the server is gone
  }

  async #inWords<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      // an answer that comes too late would be taken for that of the next statement
      if (!(cause instanceof pg.DatabaseError)) await this.close();
      throw new Error(`${what} PostgreSQL database: ${this.address} (${wordsOf(cause)})`, {cause});
    }
  }
}

function wordsOf(error: unknown): string {
  const {code, message} = error as Error & {code?: string};
  if (code === undefined && /^(Connection terminated|Client (was closed|has encountered))/.test(message))
    return /timeout/.test(message) ? noAnswer : connectionLost;
  return code === undefined && /timeout/.test(message) ? noAnswer : serverProblem(error, problems);
}

const settings = ({timeout}: Server): string => `
  SET default_transaction_read_only = on; SET statement_timeout = ${timeout};
  SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex'`;

const stopping = "the server is stopping or starting; it is tried again";

/** What to do, by PostgreSQL's SQLSTATE. */
const problems: Record<string, string> = {
  "28P01": "check user and passwordFrom",
  "28000": "check user, passwordFrom and the server's pg_hba.conf",
  "3D000": "check database",
  "42501": "the administrator may GRANT SELECT on the table to this user",
  "53300": "the administrator may raise max_connections",
  "57014": "an index on the followed column helps, or a longer timeout",
  "57P01": stopping,
  "57P02": stopping,
  "57P03": stopping
};
