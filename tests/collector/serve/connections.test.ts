import assert from "node:assert/strict";
import {once} from "node:events";
import {connect} from "node:net";
import {text} from "node:stream/consumers";
import {test} from "node:test";
import {afterTest} from "../../support/after-test.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {waitFor} from "../../support/wait-for.ts";

test("the server closes connections beyond those it may have, and answers again when there are fewer", async (t) => {
  const server = await serveFiles(t, {"index.html": "home"}, {mostConnections: 3});
  const open = async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    afterTest(t, () => socket.destroy());
    await once(socket, "connect");
    return socket;
  };
  const ask = async () => {
    const socket = await open();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return text(socket).catch(() => "cut");
  };
  const idle = [await open(), await open(), await open()];
  assert.ok(["", "cut"].includes(await ask()));
  idle[0]!.destroy();
  await waitFor(async () => (await ask()).endsWith("home"));
  assert.equal(idle[1]!.destroyed, false);
});
