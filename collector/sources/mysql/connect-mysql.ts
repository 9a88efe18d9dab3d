import {isIP} from "node:net";
import type {Duplex} from "node:stream";
import mysql, {type Connection} from "mysql2/promise";
import type {Connect, Key, Row, SqlColumn, SqlDatabase} from "../shared/sql/database.ts";
import {addressOf, readSecrets, type Server} from "../shared/sql/server-options.ts";
import {connectionLost, serverProblem} from "../shared/sql/server-problem.ts";
import {plainValue, typeCast} from "./plain-value.ts";

/** The client gives up this long after the server should have, ms. */
const grace = 5000;

/** Connects to a MySQL or MariaDB database read-only, and again when the connection was lost. */
export const connectMysql =
  (server: Server, root: string): Connect =>
  async (previous) => {
    if (previous instanceof MysqlDatabase && previous.isOpen) return previous;
    await previous?.close();
    return MysqlDatabase.open(server, root);
  };

class MysqlDatabase implements SqlDatabase {
  isOpen = true;

  private constructor(
    private readonly connection: Connection,
    private readonly server: Server
  ) {
    for (const event of ["error", "end"])
      connection.on(event, () => {
        this.isOpen = false;
      });
  }

  static async open(server: Server, root: string): Promise<MysqlDatabase> {
    const {password, tls} = await readSecrets(server, root);
    const {host, port, socket, database, user, timeout} = server;
    // the driver takes any certificate for localhost for that of an address
    if (tls && socket === undefined && isIP(host))
      throw new Error(`cannot check the certificate of an address: ${host} (write the host that it names)`);
    let opened: MysqlDatabase | null = null;
    try {
      const connection = await mysql.createConnection({
        ...(socket === undefined ? {host, port} : {socketPath: socket}),
        database,
        user,
        password,
        ssl: tls ? {...tls, rejectUnauthorized: true, verifyIdentity: true} : undefined,
        connectTimeout: timeout,
        dateStrings: true,
        jsonStrings: true,
        supportBigNumbers: true,
        typeCast
      });
      opened = new MysqlDatabase(connection, server);
      await opened.#prepare();
      return opened;
    } catch (cause) {
      await opened?.close();
      throw inWords("cannot open", server, cause);
    }
  }

  async #prepare(): Promise<void> {
    const {timeout} = this.server;
    const [rows] = await this.connection.query("SELECT @@version AS version");
    const isMariadb = /mariadb/i.test((rows as {version: string}[])[0]!.version);
    const limit = isMariadb ? `max_statement_time = ${timeout / 1000}` : `max_execution_time = ${timeout}`;
    await this.connection.query("SET SESSION TRANSACTION READ ONLY");
    await this.connection.query(`SET time_zone = '+00:00', ${limit}`);
  }

  async query(sql: string, parameters: Key[]): Promise<Row[]> {
    // the driver's own timeout goes on when the connection has gone
    const giveUp = setTimeout(() => this.close(), this.server.timeout + grace);
    try {
      const [rows] = await this.connection.execute(sql, parameters);
      return (rows as Row[]).map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]))
      );
    } catch (cause) {
      throw inWords("cannot read", this.server, cause);
    } finally {
      clearTimeout(giveUp);
    }
  }

  async columns(table: string): Promise<SqlColumn[]> {
    const [name, schema] = table.split(".").toReversed();
    const rows = await this.query(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = ${schema === undefined ? "database()" : "?"} AND table_name = ? ORDER BY ordinal_position`,
      schema === undefined ? [name!] : [schema, name!]
    );
    return rows.map(({name, type}) => ({name: String(name), utc: type === "timestamp"}));
  }

  quote(identifier: string): string {
    return `\`${identifier.replaceAll("`", "``")}\``;
  }

  /** A point stands between database and table. */
  table(name: string): string {
    return name
      .split(".")
      .map((part) => this.quote(part))
      .join(".");
  }

  column(name: string): string {
    return this.quote(name);
  }

  parameter(): string {
    return "?";
  }

  async close(): Promise<void> {
    this.isOpen = false;
    // the driver's own `destroy` waits for the statement under way, and its promise for ever
    (this.connection as unknown as {connection: {stream: Duplex}}).connection.stream.destroy();
  }
}

const inWords = (what: string, server: Server, cause: unknown): Error =>
  new Error(`${what} MySQL database: ${addressOf(server)} (${serverProblem(cause, problems)})`, {cause});

const slow = "an index on the followed column helps, or a longer timeout";

/** What to do, by the server's and the driver's codes or numbers. */
const problems: Record<string, string> = {
  ER_ACCESS_DENIED_ERROR: "check user and passwordFrom",
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: "check user and passwordFrom",
  ER_DBACCESS_DENIED_ERROR: "check database, or GRANT SELECT on it to this user",
  ER_BAD_DB_ERROR: "check database",
  ER_TABLEACCESS_DENIED_ERROR: "the administrator may GRANT SELECT on the table to this user",
  ER_COLUMNACCESS_DENIED_ERROR: "the administrator may GRANT SELECT on the table to this user",
  ER_CON_COUNT_ERROR: "the administrator may raise max_connections",
  ER_QUERY_TIMEOUT: slow,
  1969: slow, // MariaDB's
  PROTOCOL_CONNECTION_LOST: connectionLost,
  HANDSHAKE_SSL_ERROR:
    'name a file with its authority, as in tls: {ca: "ca.pem"}, and the host as its certificate does',
  HANDSHAKE_NO_SSL_SUPPORT: "let the server speak TLS, or leave tls out"
};
