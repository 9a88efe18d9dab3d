import {resolve} from "node:path";
import {z} from "zod";
import {duration} from "../duration.ts";
import {timeZone} from "../local-time.ts";
import {type Batch, type SourceContext, sourceKind} from "../source.ts";
import {Inbox} from "./mqtt/inbox.ts";
import {MessageReader, type MqttCursor} from "./mqtt/message-reader.ts";
import {jsonPayload} from "./mqtt/payload.ts";
import {rejectedMessage} from "./mqtt/rejected-message.ts";
import {openSession, receiveMaximum} from "./mqtt/session.ts";
import {namesQuantity, overlap, topicPattern} from "./mqtt/topic-pattern.ts";
import {limits} from "./shared/limits.ts";
import {passwordFrom} from "./shared/password-from.ts";

const topic = z.string().transform((text, context) => {
  try {
    return topicPattern(text);
  } catch (error) {
    context.addIssue({code: "custom", message: (error as Error).message});
    return z.NEVER;
  }
});

/** A password there would be shown with every error. */
const isBare = (url: string): boolean => {
  const {username, password, pathname, search} = new URL(url);
  return username === "" && password === "" && /^\/?$/.test(pathname) && search === "";
};

const options = z
  .strictObject({
    url: z
      .url({protocol: /^mqtts?$/, error: "write an mqtt:// or mqtts:// URL"})
      .refine(isBare, "more than host and port (write user and passwordFrom for a login)"),
    topics: z.array(topic).min(1),
    /** Payloads are JSON; without it they are plain numbers. */
    json: jsonPayload.optional(),
    timeZone: timeZone.default("UTC"),
    /** Physical range of a quantity; a reading outside it is kept as suspect. */
    limits: limits.default({}),
    user: z.string().min(1).optional(),
    passwordFrom: passwordFrom.optional(),
    /** Of mqtts: certificates to trust, PEM, instead of those of well-known authorities. */
    tls: z.strictObject({ca: z.string().min(1)}).optional(),
    /** Of this installation and source alone. */
    clientId: z.string().min(1).max(256).optional(),
    /** The most that is asked for: a message has at most the quality of service it was published with. */
    qos: z.union([z.literal(1), z.literal(2)]).default(2),
    version: z.enum(["5", "3.1.1"]).default("5"),
    keepSession: duration.default(7 * 86_400_000),
    maxBytes: z
      .int()
      .min(64)
      .max(2 ** 20)
      .default(16_384)
  })
  .superRefine(({url, topics, json, user, passwordFrom, tls}, {addIssue}) => {
    const mistake = (path: string, message: string) => addIssue({code: "custom", path: [path], message});
    const inTopics = topics.filter(namesQuantity).length;
    if (json?.values && inTopics) mistake("topics", "{quantity} and json.values both name the quantity");
    if (!json?.values && inTopics < topics.length)
      mistake("topics", "no {quantity} in every topic (write plant/{thing}/{quantity}, or json.values)");
    for (const [i, one] of topics.entries())
      for (const other of topics.slice(i + 1))
        if (overlap(one, other))
          mistake("topics", `${one.filter} and ${other.filter} overlap (messages might come twice)`);
    if (passwordFrom && !user) mistake("user", "missing (a password needs one)");
    if (tls && !url.startsWith("mqtts:")) mistake("tls", "only for mqtts://");
  });

/** After so long without a message, ms, the cursor says which deliveries are over. */
const idle = 1000;

type Options = z.output<typeof options>;

/**
 * Topics of an MQTT broker: readings `<thing>/<quantity>`, named by the topic or the payload. Messages without a time count
 * as read when they arrive. The broker keeps what comes while Weir is away, and a message is acknowledged when it is on
 * disk; until the broker has read that, it is known if it is sent again. What is published at QoS 0 is kept by nobody.
 */
export const mqtt = sourceKind({
  kind: "mqtt",
  about: "topics of an MQTT broker: plain numbers or JSON",
  options,
  example: `{kind: "mqtt", url: "mqtt://broker.example.org", topics: ["plant/{thing}/{quantity}"]}`,
  create: ({tls, ...given}, root) => ({
    read: (context) => listen({...given, tls: tls && {ca: resolve(root, tls.ca)}}, context),
    replay: (reject, {id}) => ({dataset: "readings", records: rejectedMessage(reject, id, given)})
  })
});

async function* listen(given: Options, context: SourceContext): AsyncIterable<Batch<"readings">> {
  const {id, hash, signal, now, running} = context;
  const clientId = given.clientId ?? `weir-${id}-${hash(`mqtt ${id}`).slice(0, 8)}`;
  const before = context.cursor as MqttCursor | null;
  const own = before?.clientId === clientId ? before : null;
  const filters = given.topics.map(({filter}) => filter);
  const left = (own?.filters ?? []).filter((filter) => !filters.includes(filter));
  const inbox = new Inbox(receiveMaximum);
  const session = await openSession(given, {clientId, filters, left, now, signal}, inbox);
  if (!session) return;
  const taken = (session.resumed && own?.taken) || [];
  const reader = new MessageReader(given, context, {clientId, filters, last: before?.last ?? {}, taken});
  const close = () => inbox.close();
  signal.addEventListener("abort", close);
  const forgotten = own !== null && !session.resumed;
  const say = (granted: number) =>
    running(`subscribed to ${filters.join(", ")} at ${given.url}${reservation(granted, forgotten)}`);
  session.subscribed.then(say, () => {}); // a refusal comes through the inbox
  try {
    for (;;) {
      if (signal.aborted) close();
      if (!inbox.empty) {
        const inputs = inbox.take();
        const batch = reader.batch(inputs);
        if (batch) yield batch;
        session.acknowledge(inputs, reader.confirmation(inputs));
      } else if (signal.aborted) return;
      else if (inbox.problem) throw inbox.problem;
      else if (await inbox.wait(idle)) {
        const batch = reader.settled();
        if (batch) yield batch;
      }
    }
  } finally {
    signal.removeEventListener("abort", close);
    await session.close();
  }
}

function reservation(granted: number, forgotten: boolean): string {
  if (granted === 0) return ", without acknowledgements: the broker grants QoS 0 only";
  return forgotten ? ", which had kept no session: what came meanwhile is lost unless retained" : "";
}
