import assert from "node:assert/strict";
import {lookup} from "node:dns/promises";
import {once} from "node:events";
import type {ServerResponse} from "node:http";
import {connect, isIPv6} from "node:net";
import {test} from "node:test";
import {listen} from "../../../collector/serve/listen.ts";
import {afterTest} from "../../support/after-test.ts";

test("listen() takes one port on each address of localhost, and shares the connections out among them", async (t) => {
  const addresses = (await lookup("localhost", {all: true})).map(({address}) => address);
  const answer = (_: unknown, response: ServerResponse) => response.end("here");
  const listening = await listen({host: "localhost", port: 0, mostConnections: 2 * addresses.length, answer});
  afterTest(t, () => {
    listening.cut();
    return listening.close();
  });
  for (const address of addresses) {
    const url = `http://${isIPv6(address) ? `[${address}]` : address}:${listening.port}`;
    assert.equal(await (await fetch(url, {headers: {connection: "close"}})).text(), "here");
    const sockets = Array.from({length: 3}, () => connect(listening.port, address).on("error", () => {}));
    await Promise.race(sockets.map((socket) => once(socket, "close")));
    for (const socket of sockets) socket.destroy();
  }
});

test("listening.cut() ends connections on which nothing was asked", async () => {
  const listening = await listen({host: "127.0.0.1", port: 0, mostConnections: 4, answer: assert.fail});
  const socket = connect(listening.port, "127.0.0.1");
  await once(socket, "connect");
  const ended = once(socket, "close");
  const closed = listening.close();
  listening.cut();
  socket.resume();
  await Promise.all([ended, closed]);
});

test("listen() throws what stands in the way", async (t) => {
  const options = {host: "127.0.0.1", mostConnections: 4, answer: assert.fail};
  const listening = await listen({...options, port: 0});
  afterTest(t, () => listening.close());
  await assert.rejects(listen({...options, port: listening.port}), {code: "EADDRINUSE"});
});
