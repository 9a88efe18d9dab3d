import assert from "node:assert/strict";
import {once} from "node:events";
import {readdirSync, readlinkSync} from "node:fs";
import {connect} from "node:net";
import {test} from "node:test";
import {LiveReadings} from "../../../collector/live-readings.ts";
import {afterTest} from "../../support/after-test.ts";
import {type ServedFiles, serveFiles} from "../../support/serve-files.ts";
import {waitFor} from "../../support/wait-for.ts";

const asked = 5;

/** Sends a request several times at once on one connection, which is cut when something has come back. */
async function askAtOnce({url}: ServedFiles, path: string, {meanwhile}: {meanwhile: () => Promise<boolean>}) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(asked));
  await once(socket, "readable");
  await waitFor(meanwhile);
  socket.destroy();
}

test("streams that one connection asked for at once all end with it", async (t) => {
  const server = await serveFiles(t, {"index.html": ""}, {live: new LiveReadings()});
  const streams = async () =>
    Number(/^weir_live_streams (\d+)$/m.exec(await (await server.get("/metrics")).text())?.[1]);
  await askAtOnce(server, "/api/live", {meanwhile: async () => (await streams()) === asked});
  await waitFor(async () => (await streams()) === 0);
});

test("files that one connection asked for at once are all closed with it", async (t) => {
  const server = await serveFiles(t, {"index.html": "", "large.bin": Buffer.alloc(2 ** 23)});
  await askAtOnce(server, "/large.bin", {meanwhile: async () => open() > 1});
  await waitFor(() => open() === 0);
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
