import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {connectAsync} from "mqtt";
import {PseudoTerminal} from "../../../data/demo/live/pseudo-terminal.ts";
import {type AfterTest, afterTest} from "../../support/after-test.ts";
import {mosquittoServer} from "../../support/mosquitto-server.ts";
import type {Input} from "./input.ts";

const unprocessed = {prediction_model: null, prediction_result: null, prediction_time: null};

/** An HTTP API that answers with all requests there have been; one comes with every fifth `put`. */
export async function api(t: AfterTest): Promise<Input> {
  const requests: object[] = [];
  let puts = 0;
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(requests));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterTest(t, () => server.close());
  const {port} = server.address() as AddressInfo;
  return {
    id: "api",
    source: {kind: "http-json", url: `http://127.0.0.1:${port}/`, every: "100ms"},
    dataset: "requests",
    put() {
      if (puts++ % 5) return;
      const request_time = new Date().toISOString();
      requests.push({num: requests.length + 1, file_name: "f", request_time, request_user: "u", ...unprocessed});
    },
    numbered: {numberOf: ({id}) => Number(id), made: () => requests.length}
  };
}

/** Numbers published to a broker at QoS 2. */
export async function broker(t: AfterTest): Promise<Input> {
  const server = await mosquittoServer(t, () => ["allow_anonymous true", "max_queued_messages 0"]);
  const url = `mqtt://localhost:${server.port}`;
  const clientId = "weir-in-the-plant";
  await openSession(url, clientId);
  const client = await connectAsync(url);
  afterTest(t, () => client.endAsync(true));
  let made = 0;
  let working = Promise.resolve<unknown>(null);
  return {
    id: "broker",
    source: {kind: "mqtt", url, clientId, topics: ["plant/{thing}/{quantity}"]},
    dataset: "readings",
    put() {
      working = client.publishAsync("plant/meter/count", String(++made), {qos: 2});
    },
    numbered: {numberOf: ({value}) => Number(value), made: () => made},
    settled: () => working
  };
}

/** What is published before a client's first subscription is not kept for it. */
async function openSession(url: string, clientId: string): Promise<void> {
  const properties = {sessionExpiryInterval: 7 * 86_400};
  const client = await connectAsync(url, {clientId, clean: false, protocolVersion: 5, properties});
  await client.subscribeAsync("plant/+/+", {qos: 2});
  await client.endAsync();
}

/** A meter on a serial line: what it says while nobody listens is lost. */
export function line(t: AfterTest, folder: string): Input {
  const path = join(folder, "meter");
  const meter = new PseudoTerminal(path);
  afterTest(t, () => meter.close());
  let made = 0;
  return {
    id: "line",
    source: {kind: "serial", path, line: {fields: ["thing", "n"]}},
    dataset: "readings",
    put: () => meter.write(Buffer.from(`001 ${++made}\n`))
  };
}
