import type {Reading} from "../../../data/schema.ts";
import {type Limits, qualityOf} from "../shared/limits.ts";
import type {Measurement} from "./payload.ts";
import {matchTopic, type TopicNames, type TopicPattern} from "./topic-pattern.ts";

/** What a measurement is that came on a topic. */
export function readingsOf(
  {values}: Measurement,
  {
    topic,
    names,
    source,
    timeOf
  }: {
    topic: string;
    names: TopicNames;
    source: string;
    timeOf: (series: string) => number;
  },
  {limits}: {limits: Limits}
): Reading[] {
  const thing = names.thing ?? source;
  return values.map(({quantity, value}) => {
    const name = quantity ?? names.quantity;
    if (!thing || !name) throw new Error(`topic has an empty level: ${topic}`);
    const series = `${thing}/${name}`;
    return {time: timeOf(series), source, series, value, quality: qualityOf(value, name, limits)};
  });
}

/** Null for a topic that none of the patterns fits, as one that was subscribed to by another configuration. */
export function namesOf(topic: string, topics: TopicPattern[]): TopicNames | null {
  for (const pattern of topics) {
    const names = matchTopic(pattern, topic);
    if (names) return names;
  }
  return null;
}
