import type {DetectorName} from "../../loaders/outliers/finding.ts";
import type {Stage} from "../../loaders/outliers/stage.ts";

/** Something out of the usual that people are told of: one series as one detector sees it. Times are ms UTC. */
export interface Alert {
  id: string;
  source: string;
  series: string;
  detector: DetectorName;
  /** The worst so far. */
  stage: Stage;
  /** The most extreme value; null where readings are missing. */
  value: number | null;
  expected: number | null;
  reason: string;
  /** When it began, and the last instant known of it. */
  since: number;
  time: number;
  raisedAt: number;
  clearedAt: number | null;
  acknowledged: {by: string; at: number} | null;
  /** What the outputs were told: how many messages, of which stage (0 is all clear; null is nothing yet), and when last. */
  told: {messages: number; stage: Stage | null; at: number};
}

/** The line of an alert that machines read; stage 0 says that it is over. */
export const alertLine = ({series, time, stage, value, clearedAt}: AlertState): string =>
  JSON.stringify({
    sensor_id: sensorOf(series),
    time: new Date(clearedAt ?? time).toISOString(),
    outlier_stage: clearedAt === null ? stage : 0,
    value
  });

export type AlertState = Pick<Alert, "series" | "time" | "stage" | "value" | "clearedAt">;

/** The device of a series `<sensor>/<quantity>`. */
export const sensorOf = (series: string): string => series.slice(0, Math.max(0, series.lastIndexOf("/"))) || series;

/** What it measures; empty where a series names no device. */
export const quantityOf = (series: string): string =>
  series.includes("/") ? series.slice(series.lastIndexOf("/") + 1) : "";
