import {readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import type {Snapshots} from "../snapshots.ts";

const change = z.object({time: z.number(), servers: z.int().min(0)});

/** What is handed on of the payload that the capacity page draws. */
const payload = z.object({
  series: z.object({id: z.string(), label: z.string(), unit: z.string()}).nullable(),
  forecast: z.object({rows: z.array(z.object({time: z.number()})).min(2)}).nullable(),
  plan: z.object({starts: z.array(change).min(1), changes: z.array(change).min(1)}).nullable()
});

/** How many servers are to have been started from each time on, as the current snapshot says. Times are ms UTC. */
export interface PublishedPlan {
  snapshot: string;
  builtAt: number;
  series: string;
  /** In time order; servers that still boot are included, so this is when to act. */
  starts: z.output<typeof change>[];
  /** The plan says nothing from here on. */
  until: number;
}

/** Reads the plan of the snapshot that readers get. Throws why there is none. */
export function publishedPlan(snapshots: Pick<Snapshots, "current" | "siteOf">): PublishedPlan {
  const current = snapshots.current();
  if (!current) throw new Error("no snapshot yet (run weir publish, or weir up)");
  const file = Object.keys(current.files).find((path) => /^_file\/data\/capacity\.[0-9a-f]{8}\.json$/.test(path));
  if (!file) throw new Error(`no plan in snapshot ${current.id} (its site has no capacity page)`);
  const {series, forecast, plan} = payload.parse(
    JSON.parse(readFileSync(join(snapshots.siteOf(current.id), file), "utf8"))
  );
  if (!series) throw new Error("no servers are planned (write scaling into weir.config.ts)");
  if (!forecast || !plan) throw new Error("no plan yet (the load's history is too short for a forecast)");
  const [before, last] = forecast.rows.slice(-2) as [{time: number}, {time: number}];
  const until = last.time + (last.time - before.time);
  return {snapshot: current.id, builtAt: current.builtAt, series: series.id, starts: plan.starts, until};
}

/** Servers that are to be running or booting at a time. Throws where the plan says nothing. */
export function serversAt({starts, until, snapshot}: PublishedPlan, time: number): number {
  if (time >= until)
    throw new Error(`the plan of snapshot ${snapshot} ended ${new Date(until).toISOString()} (publish anew)`);
  return (starts.findLast((start) => start.time <= time) ?? starts[0]!).servers;
}
