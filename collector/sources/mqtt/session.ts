import {readFile} from "node:fs/promises";
import {setTimeout as sleep} from "node:timers/promises";
import type {IClientOptions, MqttClient} from "mqtt";
import {fileProblem} from "../shared/file-problem.ts";
import {readPassword} from "../shared/password-from.ts";
import {brokerProblem} from "./broker-problem.ts";
import type {Inbox} from "./inbox.ts";
import {type Input, messageOf} from "./message.ts";

export interface BrokerOptions {
  url: string;
  user?: string | undefined;
  passwordFrom?: string | undefined;
  /** `ca`: path of a file of certificates to trust. */
  tls?: {ca: string} | undefined;
  qos: 1 | 2;
  version: "5" | "3.1.1";
  /** How long the broker is to keep messages for Weir while that is away, ms. */
  keepSession: number;
  maxBytes: number;
}

export interface SessionOptions {
  clientId: string;
  filters: string[];
  /** Filters of an earlier configuration. */
  left: string[];
  now: () => number;
  signal: AbortSignal;
}

/** A session of the broker's, in which it keeps messages until they are acknowledged, connected or not. */
export interface Session {
  /** Whether the broker had it already. */
  resumed: boolean;
  /** The lowest quality of service that the broker grants; rejects when it refuses a subscription. */
  subscribed: Promise<number>;
  /** Tells the broker that these are on disk, and calls `confirmed` when it knows. */
  acknowledge(inputs: Input[], confirmed: () => void): void;
  close(): Promise<void>;
}

/** A broker that speaks MQTT 5 has at most so many messages on their way. */
export const receiveMaximum = 100;

const patience = 10_000;
const keepaliveSeconds = 30;
/** First bytes of packets. */
const types = {puback: 0x40, pubrec: 0x50, pubcomp: 0x70, pingreq: 0xc0, disconnect: 0xe0};

/**
 * Connects and begins to subscribe; what comes goes to the inbox, and so does the problem when the connection ends.
 * Throws what is wrong in words; resolves to null when the signal aborts first.
 */
export async function openSession(given: BrokerOptions, asked: SessionOptions, inbox: Inbox): Promise<Session | null> {
  const {filters, left, signal} = asked;
  const options = await clientOptions(given, asked.clientId);
  const {connect} = await import("mqtt"); // 17 MB: only for those who use it
  const client = connect(options);
  const abort = () => client.end(true);
  signal.addEventListener("abort", abort);
  try {
    receive(client, given, asked, inbox);
    const gone = end(client, given, asked.clientId);
    gone.catch((problem: Error) => inbox.fail(problem));
    const resumed = await Promise.race([gone, connected(client)]);
    const subscribed = Promise.race([gone, subscribe(client, filters, resumed ? left : [], given)]);
    subscribed.catch((problem: Error) => inbox.fail(problem));
    return {resumed, subscribed, acknowledge: acknowledger(client), close: () => close(client)};
  } catch (error) {
    await close(client);
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function clientOptions(
  {url, user, passwordFrom, tls, version, keepSession}: BrokerOptions,
  clientId: string
): Promise<IClientOptions> {
  const {protocol, hostname, port} = new URL(url);
  return {
    protocol: protocol === "mqtts:" ? "mqtts" : "mqtt",
    host: hostname.replace(/^\[|\]$/g, ""),
    ...(port && {port: Number(port)}),
    ...(user !== undefined && {username: user}),
    ...(passwordFrom !== undefined && {password: readPassword(passwordFrom)}),
    ...(tls && {ca: await readCertificates(tls.ca)}),
    clientId,
    clean: false,
    reconnectPeriod: 0,
    connectTimeout: patience,
    keepalive: keepaliveSeconds,
    ...(version === "5"
      ? {protocolVersion: 5, properties: {sessionExpiryInterval: Math.ceil(keepSession / 1000), receiveMaximum}}
      : {protocolVersion: 4})
  };
}

async function readCertificates(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new Error(`cannot read certificates: ${path} (${fileProblem(cause)})`, {cause});
  }
}

/**
 * The library acknowledges on receipt. So messages that are to be acknowledged are taken as soon as it has them whole,
 * and it is left with a packet of a kind that it passes over.
 */
function receive(client: MqttClient, {maxBytes}: BrokerOptions, {now}: SessionOptions, inbox: Inbox): void {
  client.on("packetreceive", (packet) => {
    if (packet.cmd === "publish" && packet.qos > 0) inbox.push(messageOf(packet, maxBytes, now()));
    else if (packet.cmd === "pubrel") inbox.push({released: packet.messageId!});
    else return;
    (packet as {cmd: string}).cmd = "taken";
  });
  client.handleMessage = (packet, done) => {
    inbox.push(messageOf(packet, maxBytes, now()));
    inbox.hold(done);
  };
}

/** Rejects when the connection ends. */
function end(client: MqttClient, {url}: BrokerOptions, clientId: string): Promise<never> {
  return new Promise((_, reject) => {
    let answered = false;
    const closed = `it closed the connection: was it stopped? does another client use the clientId ${clientId}?`;
    const fail = (problem: string, cause?: unknown) =>
      reject(new Error(`${answered ? "lost" : "cannot reach"} broker: ${url} (${problem})`, {cause}));
    client.on("connect", () => {
      answered = true;
    });
    client.on("disconnect", ({reasonCode}) => fail(brokerProblem({code: reasonCode, message: "it says goodbye"})));
    client.on("error", (cause) => {
      const cut = !answered && (cause as NodeJS.ErrnoException).code === "ECONNRESET";
      fail(cut ? unanswered(url) : brokerProblem(cause), cause);
    });
    client.on("close", () => fail(answered ? closed : unanswered(url)));
  });
}

const unanswered = (url: string): string =>
  `it hangs up: does it want ${url.startsWith("mqtts:") ? "mqtt://" : "mqtts://"}?`;

const connected = (client: MqttClient): Promise<boolean> =>
  new Promise((resolve) => client.once("connect", ({sessionPresent}) => resolve(sessionPresent)));

async function subscribe(
  client: MqttClient,
  filters: string[],
  left: string[],
  {url, qos, version}: BrokerOptions
): Promise<number> {
  try {
    // Retained messages come with a new subscription only (rh), where the version knows of that.
    const grants = await client.subscribeAsync(filters, {qos, ...(version === "5" && {rh: 1})});
    if (left.length) await client.unsubscribeAsync(left);
    return Math.min(...grants.map((grant) => grant.qos));
  } catch (cause) {
    const codes = (cause as {packet?: {granted: number[]}}).packet?.granted ?? [];
    const refused = filters.filter((_, i) => (codes[i] ?? 0) >= 0x80);
    throw new Error(`cannot subscribe: ${(refused.length ? refused : filters).join(", ")} at ${url} (refused)`, {
      cause
    });
  }
}

function acknowledger(client: MqttClient): Session["acknowledge"] {
  // A broker answers in order: it answers a ping when it has read what was sent before.
  const pings: (() => void)[] = [];
  client.on("packetsend", ({cmd}) => {
    if (cmd === "pingreq") pings.push(() => {});
  });
  client.on("packetreceive", ({cmd}) => {
    if (cmd === "pingresp") pings.shift()?.();
  });
  return (inputs, confirmed) => {
    const packets = inputs.flatMap(acknowledgement);
    if (!packets.length || !client.connected) return;
    client.stream.write(Buffer.concat([...packets, Buffer.from([types.pingreq, 0])]));
    pings.push(confirmed);
  };
}

function acknowledgement(input: Input): Buffer[] {
  const packet = (type: number, id: number) => [Buffer.from([type, 2, id >> 8, id & 0xff])];
  if ("released" in input) return packet(types.pubcomp, input.released);
  return input.qos === 0 ? [] : packet(input.qos === 1 ? types.puback : types.pubrec, input.id);
}

/** Says goodbye, but waits no longer than a second for a connection that takes nothing in. */
async function close(client: MqttClient): Promise<void> {
  const done = new AbortController();
  if (client.connected) {
    const said = new Promise<void>((resolve) => {
      client.stream.end(Buffer.from([types.disconnect, 0]), () => resolve());
    });
    await Promise.race([said, sleep(1000, undefined, {signal: done.signal}).catch(() => {})]);
    done.abort();
  }
  client.end(true);
}
