import {createHash} from "node:crypto";
import type {IPublishPacket} from "mqtt";
import {rawBytes} from "../shared/raw-text.ts";

/** A message as it waits for its batch. */
export interface Message {
  topic: string;
  /** Its beginning, when it is longer than the limit. */
  payload: Buffer;
  /** Its whole length. */
  bytes: number;
  qos: 0 | 1 | 2;
  /** The packet's; 0 at QoS 0. */
  id: number;
  /** The broker has sent it before, and does not know whether it arrived. */
  redelivered: boolean;
  /** The broker had it before the subscription began. */
  retained: boolean;
  /** Of topic and payload, 48 bits in base64url. */
  digest: string;
  arrivedAt: number;
}

/** At QoS 2: the broker knows that a message arrived, and may soon use its packet's id for another. */
export interface Release {
  released: number;
}

export type Input = Message | Release;

/** A message without its library; of a payload over the limit only the beginning is kept. */
export function messageOf(
  {topic, payload: content, qos, messageId = 0, dup, retain}: IPublishPacket,
  maxBytes: number,
  arrivedAt: number
): Message {
  const payload = Buffer.from(content);
  const digest = createHash("sha256").update(topic).update("\0").update(payload).digest("base64url").slice(0, 8);
  return {
    topic,
    // A copy: a slice would hold the whole of what was received in memory.
    payload: payload.length > maxBytes ? Buffer.from(payload.subarray(0, rawBytes)) : payload,
    bytes: payload.length,
    qos,
    id: messageId,
    redelivered: dup,
    retained: retain,
    digest,
    arrivedAt
  };
}
