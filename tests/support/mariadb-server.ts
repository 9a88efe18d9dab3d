import {execFileSync, spawn} from "node:child_process";
import {once} from "node:events";
import {userInfo} from "node:os";
import {join} from "node:path";
import mysql, {type Connection} from "mysql2/promise";
import {type AfterTest, afterTest} from "./after-test.ts";
import {freePort} from "./free-port.ts";
import {meetServer} from "./needs.ts";
import {temporaryFolder} from "./temporary-folder.ts";
import {waitFor} from "./wait-for.ts";

export interface MariadbServer {
  port: number;
  /** Path of its Unix socket. */
  socket: string;
  /** A superuser's connection, closed when the test ends. */
  connect(t: AfterTest, database?: string): Promise<Connection>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a real MariaDB with empty databases in a temporary folder; it goes when the test ends. */
export async function startMariadb(t: AfterTest, {options = [] as string[]} = {}): Promise<MariadbServer> {
  const program = meetServer("MariaDB", "mariadb-server", "mariadbd");
  const installer = meetServer("MariaDB", "mariadb-server", "mariadb-install-db");
  const folder = temporaryFolder(t);
  const port = await freePort();
  const socket = join(folder, "mariadb.sock");
  const common = ["--no-defaults", `--datadir=${join(folder, "data")}`, `--user=${userInfo().username}`];
  execFileSync(installer, [...common, "--auth-root-authentication-method=normal", "--skip-test-db"], {stdio: "pipe"});

  const connect = async (database?: string) => {
    const connection = await mysql.createConnection({socketPath: socket, user: "root", database});
    connection.on("error", () => {}); // the server may be stopped under it
    return connection;
  };
  let stop = async () => {};
  const start = async () => {
    const server = spawn(
      program,
      [
        ...common,
        `--socket=${socket}`,
        `--port=${port}`,
        "--bind-address=127.0.0.1",
        "--innodb-buffer-pool-size=64M",
        "--innodb-flush-log-at-trx-commit=0",
        ...options
      ],
      {stdio: "ignore"}
    );
    const exited = once(server, "exit");
    stop = async () => {
      server.kill();
      await exited;
    };
    await waitFor(async () => (await connect()).end().then(() => true), {message: "MariaDB to start"});
  };
  await start();
  afterTest(t, () => stop());
  return {
    port,
    socket,
    start,
    stop: () => stop(),
    async connect(t, database) {
      const connection = await connect(database);
      afterTest(t, async () => connection.destroy());
      return connection;
    }
  };
}
