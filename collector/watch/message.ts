import type {Alert} from "./alert.ts";
import {alertLine} from "./alert.ts";

/** What outputs carry. The same id is the same message, however often it comes. */
export interface Message {
  id: string;
  /** ms UTC. */
  at: number;
  kind: MessageKind;
  /** The alerts as they stood then; several are a storm. None in what is no alert. */
  alerts: Alert[];
  /** As machines read it: a line for each alert, or the lines of a report or of a night; ends with a line end. */
  text: string;
}

export const messageKinds = ["alerts", "reports", "nightFlow"] as const;
export type MessageKind = (typeof messageKinds)[number];

/** One message of some alerts; its id comes from what each of them has been told of so far. */
export function alertMessage(alerts: Alert[], at: number): Message {
  const ids = alerts.map(({id, told}) => `${id}.${told.messages + 1}`);
  const id = ids.length === 1 ? ids[0]! : `${ids[0]}+${ids.length - 1}`;
  return {id, at, kind: "alerts", alerts, text: alerts.map((alert) => `${alertLine(alert)}\n`).join("")};
}

/** What the outputs know of an alert by a message that had it as it stood then. */
export const toldBy = ({at}: Pick<Message, "at">, {told, stage, clearedAt}: Alert): Alert["told"] => ({
  messages: told.messages + 1,
  stage: clearedAt === null ? stage : 0,
  at
});

/** What is told of the ten minutes before an instant. */
export const tenMinuteMessage = (kind: "reports" | "nightFlow", text: string, at: number): Message => ({
  id: `${kind === "reports" ? "report" : "night"}-${new Date(at).toISOString()}`,
  at,
  kind,
  alerts: [],
  text
});
