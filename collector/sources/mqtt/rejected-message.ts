import type {Reading, Reject} from "../../../data/schema.ts";
import type {Limits} from "../shared/limits.ts";
import type {Message} from "./message.ts";
import {type JsonPayload, parsePayload} from "./payload.ts";
import {namesOf, readingsOf} from "./readings-of.ts";
import type {TopicPattern} from "./topic-pattern.ts";

/** Where a rejected message stood: its topic, how it came, and when. */
export const positionOf = ({topic, id, retained, arrivedAt}: Message): string =>
  `${topic}${retained ? " retained" : ""}${id ? ` packet ${id}` : ""} ${new Date(arrivedAt).toISOString()}`;

const position = /^(.*?)( retained)?(?: packet \d+)? (\d{4}-\d\d-\d\dT[\d:.]+Z)$/s;

/** The readings in what was kept of a rejected message. Throws the reason when there still are none. */
export function rejectedMessage(
  reject: Reject,
  source: string,
  options: {topics: TopicPattern[]; json?: JsonPayload | undefined; timeZone: string; limits: Limits}
): Reading[] {
  if (/\\x[0-9a-f]{2}|… \(\d+ bytes\)$/.test(reject.raw)) throw new Error("it is not text, or not all of it was kept");
  const [, topic = "", retained, arrivedAt = ""] = position.exec(reject.position) ?? [];
  const names = namesOf(topic, options.topics);
  if (!names) throw new Error("none of the topics fits");
  const measurement = parsePayload(Buffer.from(reject.raw), options.json, options.timeZone);
  if (retained && measurement.time === null) throw new Error("it was retained, and does not say since when");
  const timeOf = () => measurement.time ?? Date.parse(arrivedAt);
  return readingsOf(measurement, {topic, names, source, timeOf}, options);
}
