import {execFileSync, spawn} from "node:child_process";
import {copyFileSync, mkdirSync} from "node:fs";
import {connect} from "node:net";
import {userInfo} from "node:os";
import {join} from "node:path";
import {type AfterTest, afterTest} from "./after-test.ts";
import {freePort} from "./free-port.ts";
import {findServer} from "./needs.ts";
import {temporaryFolder} from "./temporary-folder.ts";
import {waitFor} from "./wait-for.ts";

export interface SshServer {
  port: number;
  user: string;
  /** Private key that it lets in. */
  identityFile: string;
  /** Where clients keep its own key. */
  knownHosts: string;
}

/** A real OpenSSH server on localhost for this user, with a key of its own, until the test ends. */
export async function startSshServer(t: AfterTest): Promise<SshServer> {
  const folder = temporaryFolder(t);
  const file = (name: string) => join(folder, name);
  for (const name of ["host", "client"])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file(name)]);
  copyFileSync(file("client.pub"), file("authorized"));
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", {recursive: true}); // it asks for this folder when root starts it
  const port = await freePort();
  const settings = {
    Port: port,
    ListenAddress: "127.0.0.1",
    HostKey: file("host"),
    AuthorizedKeysFile: file("authorized"),
    PidFile: "none",
    StrictModes: "no",
    UsePAM: "no",
    PasswordAuthentication: "no",
    PermitRootLogin: "prohibit-password"
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const server = spawn(findServer("sshd")!, ["-D", "-e", "-f", "/dev/null", ...options], {
    stdio: ["ignore", "ignore", "pipe"]
  });
  let said = "";
  server.stderr.on("data", (text) => {
    said += text;
  });
  afterTest(t, () => server.kill());
  await waitFor(() => isListening(port), {message: () => `sshd\n${said}`});
  return {port, user: userInfo().username, identityFile: file("client"), knownHosts: file("known")};
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
