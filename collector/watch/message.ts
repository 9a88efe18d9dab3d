import type {Alert} from "./alert.ts";
import {alertLine} from "./alert.ts";

/** What outputs carry. The same id is the same message, however often it comes. */
export interface Message {
  id: string;
  /** ms UTC. */
  at: number;
  kind: MessageKind;
  /** The alerts as they stood then; several are a storm. None in a report. */
  alerts: Alert[];
  /** As machines read it: a line for each alert, or the lines of a report; ends with a line end. */
  text: string;
}

export type MessageKind = "alerts" | "reports";

/** One message of some alerts; its id comes from what each of them has been told of so far. */
export function alertMessage(alerts: Alert[], at: number): Message {
  const ids = alerts.map(({id, told}) => `${id}.${told.messages + 1}`);
  const id = ids.length === 1 ? ids[0]! : `${ids[0]}+${ids.length - 1}`;
  return {id, at, kind: "alerts", alerts, text: alerts.map((alert) => `${alertLine(alert)}\n`).join("")};
}

/** The report that is due at an instant. */
export const reportMessage = (text: string, at: number): Message => ({
  id: `report-${new Date(at).toISOString()}`,
  at,
  kind: "reports",
  alerts: [],
  text
});
