import assert from "node:assert/strict";
import {once} from "node:events";
import {readdirSync, readlinkSync} from "node:fs";
import {connect, type Socket} from "node:net";
import {text} from "node:stream/consumers";
import {test} from "node:test";
import {LiveReadings} from "../../../collector/live-readings.ts";
import {type AfterTest, afterTest} from "../../support/after-test.ts";
import {type ServedFiles, serveFiles} from "../../support/serve-files.ts";
import {waitFor} from "../../support/wait-for.ts";

/** Sends requests all at once on one connection. */
function askAtOnce(t: AfterTest, {url}: ServedFiles, requests: string[]): Socket {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  afterTest(t, () => socket.destroy());
  socket.write(requests.join(""));
  return socket;
}

const request = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

test("requests that came at once are all answered, in their order", async (t) => {
  const names = Array.from({length: 15}, (_, i) => `${i}.txt`);
  const files = Object.fromEntries(names.map((name) => [name, `[${name}]`]));
  const server = await serveFiles(t, {"index.html": "", "large.bin": Buffer.alloc(2 ** 23), ...files});
  const paths = ["/large.bin", ...names.map((name) => `/${name}`), "/nothing"];
  const answers = await text(
    askAtOnce(t, server, [...paths.map((path) => request(path)), request("/healthz", "Connection: close\r\n")])
  );
  assert.deepEqual(answers.match(/\[\d+\.txt\]/g)?.join(), names.map((name) => `[${name}]`).join());
  assert.deepEqual(
    [...answers.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status),
    [...paths.map((path) => (path === "/nothing" ? "404" : "200")), "200"]
  );
});

test("a connection holds one stream, however many it asked for at once, until its end", async (t) => {
  const server = await serveFiles(t, {"index.html": ""}, {live: new LiveReadings()});
  const streams = async () =>
    Number(/^weir_live_streams (\d+)$/m.exec(await (await server.get("/metrics")).text())?.[1]);
  const socket = askAtOnce(t, server, Array(5).fill(request("/api/live")));
  await once(socket, "readable");
  assert.equal(await streams(), 1);
  socket.destroy();
  await waitFor(async () => (await streams()) === 0);
});

test("a connection holds one file, however many it asked for at once, until its end", async (t) => {
  const server = await serveFiles(t, {"index.html": "", "large.bin": Buffer.alloc(2 ** 23)});
  const socket = askAtOnce(t, server, Array(5).fill(request("/large.bin")));
  await once(socket, "readable");
  await (await server.get("/large.bin")).arrayBuffer(); // and so the others would have been opened, too
  await waitFor(() => open() <= 1);
  assert.equal(open(), 1);
  socket.destroy();
  await waitFor(() => open() === 0);
});

test("a connection that asks for too much at once is cut, and others are answered", async (t) => {
  const server = await serveFiles(t, {"index.html": "home"}, {live: new LiveReadings()});
  const socket = askAtOnce(t, server, [request("/api/live"), ...Array(1000).fill(request("/"))]);
  socket.on("error", () => {}).resume();
  await waitFor(() => socket.closed, {message: "the connection to be cut"});
  assert.equal(await (await server.get("/")).text(), "home");
});

test("readers who leave before their answer leave no file open, and no line in the log", async (t) => {
  const said: string[] = [];
  const note = ({message}: Error) => said.push(message); // of a file that is closed when it is garbage
  process.on("warning", note);
  afterTest(t, () => process.off("warning", note));
  const files = {"index.html": "", "large.bin": Buffer.alloc(2 ** 20)};
  const server = await serveFiles(t, files, {say: (line) => said.push(line)});
  for (let i = 0; i < 60; i++) {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1 + (i % 3)));
    await once(socket, i % 2 ? "readable" : "connect");
    socket.resetAndDestroy();
  }

  assert.equal((await server.get("/")).status, 200);
  await waitFor(() => open() === 0, {message: () => `${open()} files to be closed`});
  assert.deepEqual(said, []);
});

const open = () =>
  readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).endsWith("/large.bin");
    } catch {
      return false;
    }
  }).length;
