import type {TestContext} from "node:test";
import {connectAsync, type IClientPublishOptions} from "mqtt";
import type {Cursor, Source} from "../../../../collector/source.ts";
import {mqtt} from "../../../../collector/sources/mqtt.ts";
import {afterTest} from "../../../support/after-test.ts";
import {type MosquittoServer, mosquittoServer} from "../../../support/mosquitto-server.ts";
import {type Collected, contextOf} from "../collecting.ts";

/** A broker, a source whose session it already has, and someone who publishes. */
export async function rig(t: TestContext, options: object = {}, settings?: (folder: string) => string[]) {
  const server = await mosquittoServer(t, settings);
  const source = sourceAt(server, options);
  await collectUntilRunning(source);
  return {server, source, publish: await publisherAt(t, server)};
}

export const sourceAt = ({port}: Pick<MosquittoServer, "port">, options: object = {}): Source =>
  mqtt.create(
    mqtt.options.parse({url: `mqtt://localhost:${port}`, topics: ["plant/{thing}/{quantity}"], ...options}),
    "/"
  );

/** Publishes at QoS 1 unless told otherwise; resolves when the broker has the message. */
export async function publisherAt(t: TestContext, {port}: MosquittoServer) {
  const client = await connectAsync(`mqtt://localhost:${port}`, {reconnectPeriod: 100});
  afterTest(t, () => client.endAsync(true));
  return (topic: string, payload: string | Buffer, options: IClientPublishOptions = {}) =>
    client.publishAsync(topic, payload, {qos: 1, ...options});
}

/** Runs a source until it listens. Returns what it says. */
export async function collectUntilRunning(source: Source, cursor: Cursor = null): Promise<string> {
  const controller = new AbortController();
  let said = "";
  const running = (message: string) => {
    said = message;
    controller.abort();
  };
  for await (const _ of source.read(contextOf(controller.signal, {cursor, running})));
  return said;
}

export const values = ({records}: Collected): number[] => records.map(({value}) => value as number);
