import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parseConfig} from "../../collector/config.ts";
import type {LakePast} from "../../collector/watch/read-from-lake.ts";
import {Watch} from "../../collector/watch.ts";
import type {Reading} from "../../data/schema.ts";
import {type AfterTest, afterTest} from "./after-test.ts";
import {temporaryFolder} from "./temporary-folder.ts";
import {waitFor} from "./wait-for.ts";

export const minute = 60_000;
export const start = Date.UTC(2026, 10, 2, 1, 50);
export const noPast: LakePast = {seeds: async () => []};

export interface Bed {
  watch: Watch;
  said: string[];
  clock: {now: number};
  /** Passes minutes with a reading of each series in them: a number, or null where there is none. */
  minutes(values: Record<string, (number | null)[]>): Promise<void>;
  lines(): Line[];
  /** Of the lines, in order; 0 is all clear. */
  stages(): number[];
}

interface Line {
  sensor_id: string;
  time: string;
  outlier_stage: number;
  value: number | null;
}

/** A watch on a plant whose flow is at most 100, with a file for alerts and one for reports. */
export async function watchBed(
  t: AfterTest,
  {
    alerts = {},
    folder = temporaryFolder(t),
    past = noPast,
    flush = async () => {},
    at = start,
    zone = "UTC",
    source = "plant"
  } = {}
): Promise<Bed> {
  const line = {kind: "serial", path: "nowhere", line: {fields: ["thing", "flow", "pressure"]}};
  const input = {
    data: join(folder, "data"),
    timeZone: zone,
    series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
    sources: {[source]: line},
    alerts: {
      outputs: {
        log: {kind: "file", path: "alerts.log", send: ["alerts"]},
        reports: {kind: "file", path: "reports.log", send: ["reports"]},
        nights: {kind: "file", path: "nights.log", send: ["nightFlow"]}
      },
      ...alerts
    }
  };
  const config = parseConfig(input, {root: folder, env: {}});
  const clock = {now: at};
  const said: string[] = [];
  const watch = await Watch.open(config, {say: (line) => said.push(line), now: () => clock.now, past, flush});
  afterTest(t, () => watch.stop());
  const lines = (): Line[] =>
    readOr(join(folder, "alerts.log"))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    watch,
    said,
    clock,
    async minutes(values) {
      const length = Math.max(...Object.values(values).map((own) => own.length));
      for (let i = 0; i < length; i++) {
        for (const [series, own] of Object.entries(values)) {
          const value = own[i];
          if (value !== null && value !== undefined) await watch.take(reading(series, clock.now, value));
        }
        clock.now += minute;
        await watch.detect();
      }
      await waitFor(() => watch.status().outputs.every(({pending}) => pending === 0));
    },
    lines,
    stages: () => lines().map(({outlier_stage}) => outlier_stage)
  };
}

export const reading = (series: string, time: number, value: number): Reading => ({
  time,
  source: "plant",
  series,
  value,
  quality: "good"
});

/** Text of a file; empty where there is none. */
export function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Values that nobody wonders at. */
export const usual = (length: number): number[] => Array.from({length}, (_, i) => 8 + (i % 3));
