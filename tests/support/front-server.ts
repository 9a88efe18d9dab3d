import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {connect} from "node:net";
import {join} from "node:path";
import {type AfterTest, afterTest} from "./after-test.ts";
import {freePort} from "./free-port.ts";
import {meetServer} from "./needs.ts";
import {root} from "./root.ts";
import {temporaryFolder} from "./temporary-folder.ts";
import {waitFor} from "./wait-for.ts";

export interface FrontServer {
  /** As in https://localhost:8443, without a slash at its end. */
  url: string;
}

const tls = (file: string) => join(root, "tests/fixtures/tls", file);
export const certificate = readFileSync(tls("localhost.pem"));

/** Every text has to be there: a test of a configuration that has changed under it proves nothing. */
function replaced(text: string, replacements: [string, string][]): string {
  return replacements.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`not in the configuration: ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

/** nginx with deploy/nginx.conf, but for names, ports and paths, before a server on a port of this machine. */
export async function nginx(t: AfterTest, behind: number): Promise<FrontServer> {
  const port = await freePort();
  const site = replaced(readFileSync(join(root, "deploy/nginx.conf"), "utf8"), [
    ["127.0.0.1:3000", `127.0.0.1:${behind}`],
    ["listen 80;", `listen 127.0.0.1:${await freePort()};`],
    ["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
    ["server_name weir.example;", "server_name localhost;"],
    ["/etc/ssl/weir.pem", tls("localhost.pem")],
    ["/etc/ssl/private/weir.key", tls("localhost.key")]
  ]);
  await startNginx(t, site, port);
  return {url: `https://localhost:${port}`};
}

/** nginx with these lines in its `http` block, which listens on a port. */
export async function startNginx(t: AfterTest, http: string, port: number): Promise<ChildProcess> {
  const program = meetServer("nginx", "nginx", "nginx");
  const folder = temporaryFolder(t);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path tmp-${kind};`
  );
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const config = `${user} daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
events {}
http { access_log off; ${temporary.join(" ")}
${http}
}
`;
  writeFileSync(join(folder, "nginx.conf"), config);
  return run(t, program, ["-p", folder, "-c", "nginx.conf", "-e", "stderr"], {port, env: process.env});
}

/** Caddy with deploy/Caddyfile, but for names, ports and paths, before a server on a port of this machine. */
export async function caddy(t: AfterTest, behind: number): Promise<FrontServer> {
  const program = meetServer("Caddy", "caddy", "caddy");
  const port = await freePort();
  const folder = temporaryFolder(t);
  const site = replaced(readFileSync(join(root, "deploy/Caddyfile"), "utf8"), [
    ["127.0.0.1:3000", `127.0.0.1:${behind}`],
    ["\nweir.example {", `\nhttps://localhost:${port} {\n\tbind 127.0.0.1`],
    ["/etc/ssl/weir.pem", tls("localhost.pem")],
    ["/etc/ssl/private/weir.key", tls("localhost.key")]
  ]);
  mkdirSync(join(folder, "home"));
  writeFileSync(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
  const env = {...process.env, HOME: join(folder, "home"), XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder};
  await run(t, program, ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")], {port, env});
  return {url: `https://localhost:${port}`};
}

async function run(
  t: AfterTest,
  program: string,
  args: string[],
  {port, env}: {port: number; env: NodeJS.ProcessEnv}
): Promise<ChildProcess> {
  const server = spawn(program, args, {env, stdio: ["ignore", "ignore", "pipe"]});
  let said = "";
  server.stderr.on("data", (chunk) => {
    said += chunk;
  });
  afterTest(t, async () => {
    if (server.exitCode === null && server.kill()) await once(server, "exit");
  });
  await waitFor(() => server.exitCode !== null || answers(port), {message: () => `${program} to listen: ${said}`});
  if (server.exitCode !== null) throw new Error(`${program} ended: ${said}`);
  return server;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
