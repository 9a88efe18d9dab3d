import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {writeFileSync} from "node:fs";
import {connect} from "node:net";
import {join} from "node:path";
import {type AfterTest, afterTest} from "./after-test.ts";
import {freePort} from "./free-port.ts";
import {findServer} from "./needs.ts";
import {temporaryFolder} from "./temporary-folder.ts";
import {waitFor} from "./wait-for.ts";

export interface MosquittoServer {
  port: number;
  /** The server's own folder. */
  folder: string;
  /** As an operator stops it: sessions and messages are kept. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/**
 * Starts a Mosquitto on a free port, with its data in a temporary folder; it ends with the test.
 *
 * @param settings makes further lines of mosquitto.conf, given the server's folder
 */
export async function mosquittoServer(
  t: AfterTest,
  settings: (folder: string) => string[] = () => ["allow_anonymous true"]
): Promise<MosquittoServer> {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ["user root"] : [];
  const lines = [`listener ${port} localhost`, "persistence true", `persistence_location ${folder}/`, ...user];
  const config = join(folder, "mosquitto.conf");
  writeFileSync(config, `${[...lines, ...settings(folder)].join("\n")}\n`);
  let server: ChildProcess | null = null;
  const stop = async () => {
    const running = server;
    server = null;
    if (running?.kill()) await once(running, "exit");
  };
  const start = async () => {
    const program = findServer("mosquitto");
    if (!program) throw new Error("no mosquitto found (install Debian's mosquitto)");
    const started = spawn(program, ["-c", config], {stdio: ["ignore", "ignore", "pipe"]});
    server = started;
    let said = "";
    started.stderr.on("data", (chunk) => {
      said += chunk;
    });
    await waitFor(() => started.exitCode !== null || answers(port), {message: () => `Mosquitto to listen: ${said}`});
    if (started.exitCode !== null) throw new Error(`Mosquitto ended: ${said}`);
  };
  afterTest(t, stop);
  await start();
  return {port, folder, stop, start};
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "localhost");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
