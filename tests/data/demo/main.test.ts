import assert from "node:assert/strict";
import {type ChildProcess, fork, spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, readdirSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import test, {type TestContext} from "node:test";
import {fileURLToPath} from "node:url";
import {temporaryFolder, until} from "./fixture.ts";

const main = fileURLToPath(new URL("../../../data/demo/main.ts", import.meta.url));
const execArgv = ["--import", "tsx"];

function start(t: TestContext, data: string, port: number): ChildProcess {
  const child = fork(main, ["--data", data, "--port", String(port)], {execArgv, silent: true});
  t.after(() => child.kill("SIGKILL"));
  return child;
}

async function ready(child: ChildProcess): Promise<{port: number | null; problems: string[]}> {
  const [message] = await once(child, "message");
  return message as {port: number | null; problems: string[]};
}

test("data/demo/main.ts starts all installations, says so, and leaves cleanly on SIGTERM", async (t) => {
  const data = temporaryFolder(t);
  const child = start(t, data, 0);
  const {port, problems} = await ready(child);
  assert.deepEqual(problems, []);
  assert.equal((await fetch(`http://127.0.0.1:${port}/requests`)).status, 200);
  const present = readdirSync(join(data, "simulation"));
  for (const name of ["anchor.json", "water-sensors", "licence-server.db", "resources", "dummy-resources"])
    assert.ok(present.includes(name), name);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
  assert.equal(existsSync(join(data, "simulation", "water-sensors")), false);
});

test("data/demo/main.ts ends when its parent goes", async (t) => {
  const data = temporaryFolder(t);
  const child = start(t, data, 0);
  await ready(child);
  child.disconnect();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("data/demo/main.ts goes on without the requests API when its port is taken", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const {port} = server.address() as AddressInfo;
  const data = temporaryFolder(t);
  const child = start(t, data, port);
  let said = "";
  child.stderr!.on("data", (text: Buffer) => {
    said += text;
  });
  const message = await ready(child);
  assert.equal(message.port, null);
  assert.match(message.problems.join(), /^requests API: cannot listen on port: \d+ \(another program has it/);
  await until(() => said.includes("cannot listen on port"));
  assert.ok(existsSync(join(data, "simulation", "water-sensors")));
});

test("data/demo/main.ts refuses a wrong port in one line", async () => {
  const child = spawn(process.execPath, [...execArgv, main, "--port", "http"], {stdio: ["ignore", "ignore", "pipe"]});
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 2);
  assert.equal(said, "not a port: http (write --port 3091)\n");
});
