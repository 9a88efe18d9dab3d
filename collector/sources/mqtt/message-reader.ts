import type {Reading} from "../../../data/schema.ts";
import type {Batch, RejectedInput, SourceContext} from "../../source.ts";
import type {Limits} from "../shared/limits.ts";
import {rawText} from "../shared/raw-text.ts";
import {type Delivered, Deliveries} from "./deliveries.ts";
import type {Input, Message} from "./message.ts";
import {type JsonPayload, type Measurement, parsePayload} from "./payload.ts";
import {namesOf, readingsOf} from "./readings-of.ts";
import {positionOf} from "./rejected-message.ts";
import type {TopicNames, TopicPattern} from "./topic-pattern.ts";

export interface MqttCursor {
  /** Names the session. */
  clientId: string;
  /** Its deliveries that may come again. */
  taken: Delivered;
  /** What the session is subscribed to. */
  filters: string[];
  /** Topic to the digest of its last message that carried a time, or of a retained one that was rejected. */
  last: Record<string, string>;
}

export interface ReaderOptions {
  topics: TopicPattern[];
  json?: JsonPayload | undefined;
  timeZone: string;
  limits: Limits;
  maxBytes: number;
}

/** Topics, and series without times of their own, that are remembered. */
const remembered = 1000;

/** Turns messages into readings `<thing>/<quantity>`, and remembers which were taken. */
export class MessageReader {
  readonly #last: Map<string, string>;
  readonly #arrivals = new Map<string, number>();
  readonly #deliveries: Deliveries;
  readonly #clientId: string;
  /** Deliveries ended since the last cursor. */
  #unsaved = false;

  constructor(
    private readonly options: ReaderOptions,
    private readonly source: Pick<SourceContext, "id">,
    cursor: MqttCursor
  ) {
    this.#clientId = cursor.clientId;
    this.#last = new Map(Object.entries(cursor.last));
    this.#deliveries = new Deliveries(cursor.taken);
  }

  /** The batch of these inputs, or null when nothing new is among them. */
  batch(inputs: Input[]): Batch<"readings"> | null {
    const records: Reading[] = [];
    const rejects: RejectedInput[] = [];
    for (const input of inputs) if (!("released" in input)) this.#read(input, records, rejects);
    return records.length + rejects.length ? this.#batch(records, rejects) : null;
  }

  /** What to call once the broker has read the acknowledgements of these inputs. */
  confirmation(inputs: Input[]): () => void {
    const ended = this.#deliveries.endedBy(inputs);
    return () => {
      this.#unsaved = this.#deliveries.end(ended) || this.#unsaved;
    };
  }

  /** A batch that only says what is over; null when the last one did. */
  settled(): Batch<"readings"> | null {
    return this.#unsaved ? this.#batch([], []) : null;
  }

  #batch(records: Reading[], rejects: RejectedInput[]): Batch<"readings"> {
    this.#unsaved = false;
    const filters = this.options.topics.map(({filter}) => filter);
    const last = Object.fromEntries(this.#last);
    const cursor: MqttCursor = {clientId: this.#clientId, filters, last, taken: this.#deliveries.state()};
    return {dataset: "readings", records, rejects, read: records.length + rejects.length, cursor};
  }

  #read(message: Message, records: Reading[], rejects: RejectedInput[]): void {
    // An empty payload says that a retained message is cleared.
    if (message.bytes === 0 || this.#deliveries.has(message)) return;
    // It comes with every new subscription.
    if (message.retained && this.#last.get(message.topic) === message.digest) return;
    const names = namesOf(message.topic, this.options.topics);
    if (!names) return;
    try {
      records.push(...this.#readings(message, names));
    } catch (error) {
      if (message.retained) remember(this.#last, message.topic, message.digest);
      rejects.push({
        reason: (error as Error).message,
        position: positionOf(message),
        raw: rawText(message.payload, message.bytes)
      });
    }
    this.#deliveries.take(message); // also what held nothing new: sent again after other messages, it would seem new
  }

  #readings(message: Message, names: TopicNames): Reading[] {
    const {json, timeZone, maxBytes} = this.options;
    if (message.bytes > maxBytes) throw new Error(`longer than ${maxBytes} bytes: ${message.bytes}`);
    const measurement = parsePayload(message.payload, json, timeZone);
    if (this.#isOld(message, measurement)) return [];
    const timeOf = (series: string) => measurement.time ?? this.#arrival(series, message.arrivedAt);
    return readingsOf(measurement, {topic: message.topic, names, source: this.source.id, timeOf}, this.options);
  }

  /** A retained message may be of any age: only its own time can tell. */
  #isOld({topic, digest, retained}: Message, {time}: Measurement): boolean {
    if (time === null) return retained;
    if (this.#last.get(topic) === digest) return true;
    remember(this.#last, topic, digest);
    return false;
  }

  /** Messages that come in one go, as after a pause, get times one millisecond apart. */
  #arrival(series: string, arrivedAt: number): number {
    const time = Math.max(arrivedAt, (this.#arrivals.get(series) ?? 0) + 1);
    remember(this.#arrivals, series, time);
    return time;
  }
}

/** Sets an entry as the newest, and forgets the oldest of too many. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > remembered) map.delete(map.keys().next().value!);
}
