import assert from "node:assert/strict";
import {test} from "node:test";
import {connect} from "mqtt";
import type {Batch, Cursor, Source} from "../../../../collector/source.ts";
import type {MqttCursor} from "../../../../collector/sources/mqtt/message-reader.ts";
import type {Reading} from "../../../../data/schema.ts";
import {mosquittoServer} from "../../../support/mosquitto-server.ts";
import {seeded} from "../../../support/random.ts";
import {waitFor} from "../../../support/wait-for.ts";
import {collectFrom, contextOf, inputs} from "../collecting.ts";
import {cuttingProxy} from "./cutting-proxy.ts";
import {collectUntilRunning, publisherAt, rig, sourceAt, values} from "./rig.ts";

const clientId = "weir-test";
const versions = ["5", "3.1.1"] as const;
const levels = [1, 2] as const;

/** The first batch, of a collector that then dies: with the batch on disk or not, the source hears no more. */
async function firstBatch(source: Source, cursor: Cursor = null): Promise<Batch> {
  for await (const batch of source.read(contextOf(new AbortController().signal, {cursor}))) return batch;
  throw new Error("the source ended");
}

/** What the broker still holds for the session, by connecting in the source's place. */
async function heldBack(port: number): Promise<{first: number; again: number}> {
  const counts = {first: 0, again: 0};
  const client = connect(`mqtt://localhost:${port}`, {clientId, clean: false, reconnectPeriod: 0});
  client.on("packetreceive", (packet) => {
    if (packet.cmd === "publish") counts[packet.dup ? "again" : "first"] += 1;
    if (packet.cmd === "publish" || packet.cmd === "pubrel") (packet as {cmd: string}).cmd = "taken";
  });
  await client.publishAsync("elsewhere", "answered after all that was held back", {qos: 1});
  await client.endAsync();
  return counts;
}

for (const version of versions)
  for (const qos of levels) {
    const over = `at QoS ${qos} over MQTT ${version}`;

    test(`mqtt.read() acknowledges nothing that was not accepted, ${over}`, async (t) => {
      const {source, publish} = await rig(t, {version});
      for (const value of ["1", "2", "3"]) await publish("plant/001/flow", value, {qos});
      await firstBatch(source);
      await publish("plant/001/flow", "4", {qos});
      const all = await collectFrom(source, (so) => values(so).includes(4));
      assert.deepEqual(values(all), [1, 2, 3, 4]);
    });

    test(`mqtt.read() knows what was accepted and not acknowledged, ${over}`, async (t) => {
      const {source, publish} = await rig(t, {version});
      for (const value of ["5", "5", "5"]) await publish("plant/001/flow", value, {qos});
      let cursor: Cursor = null;
      for (let taken = 0; taken < 3; ) {
        const batch = await firstBatch(source, cursor);
        cursor = JSON.parse(JSON.stringify(batch.cursor));
        taken += batch.read;
      }
      const seen = await collectFrom(source, inputs(1), {cursor, ...(await publishLater(publish, qos))});
      assert.deepEqual(values(seen), [6]);
    });

    test(`mqtt.read() loses nothing and takes nothing twice through cut connections and deaths, ${over}`, async (t) => {
      const random = seeded(qos * 10 + Number(version[0]));
      const server = await mosquittoServer(t);
      const proxy = await cuttingProxy(t, server.port, () => 60 + Math.floor(random() ** 2 * 6000));
      const source = sourceAt(proxy, {version, clientId});
      await collectUntilRunning(sourceAt(server, {version, clientId}));
      const publish = await publisherAt(t, server);
      const count = 400;
      const published = publishAll(publish, count, qos);
      const seen: number[] = [];
      let cursor: Cursor = null;
      await waitFor(
        async () => {
          for await (const batch of source.read(contextOf(new AbortController().signal, {cursor}))) {
            if (random() < 0.1) break; // dies before the batch is on disk
            for (const {value} of batch.records as Iterable<Reading>) seen.push(value);
            cursor = JSON.parse(JSON.stringify(batch.cursor));
            if (random() < 0.1) break; // dies when it is
            if (seen.length >= count) return true;
          }
          return seen.length >= count;
        },
        {everyMs: 0, message: () => `${count} messages, seen ${seen.length}`}
      );
      await published;
      assert.deepEqual(
        seen,
        Array.from({length: count}, (_, i) => i % 7)
      );
      await publish("plant/001/flow", "9", {qos});
      assert.deepEqual(values(await collectFrom(sourceAt(server, {version, clientId}), inputs(1), {cursor})), [9]);
    });
  }

/** One after the other: Mosquitto drops what one client has on its way beyond 20. */
async function publishAll(publish: Awaited<ReturnType<typeof publisherAt>>, count: number, qos: 1 | 2): Promise<void> {
  for (let i = 0; i < count; i++) await publish("plant/001/flow", String(i % 7), {qos});
}

/** Publishes once the source listens, so that whatever is sent again comes first. */
async function publishLater(publish: Awaited<ReturnType<typeof publisherAt>>, qos: 1 | 2) {
  return {running: () => void publish("plant/001/flow", "6", {qos})};
}

test("mqtt.read() has at most 100 messages on their way, however many wait", async (t) => {
  const {server, source, publish} = await rig(t, {clientId});
  await publishAll(publish, 500, 1);
  await firstBatch(source);
  const {again} = await heldBack(server.port);
  assert.ok(again > 0 && again <= 100, String(again));
  assert.deepEqual(
    values(await collectFrom(source, inputs(500))),
    Array.from({length: 500}, (_, i) => i % 7)
  );
});

test("mqtt.read() tells the broker of every acceptance, at either QoS", async (t) => {
  const {server, source, publish} = await rig(t, {clientId});
  for (const qos of levels) await publish("plant/001/flow", String(qos), {qos});
  const controller = new AbortController();
  let cursor: MqttCursor | undefined;
  for await (const batch of source.read(contextOf(controller.signal))) {
    cursor = batch.cursor as MqttCursor;
    if (cursor.taken.length === 0) controller.abort();
  }
  assert.deepEqual(await heldBack(server.port), {first: 0, again: 0});
});
