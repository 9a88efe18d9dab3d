import type {Lake} from "../lake.ts";
import {mean} from "../math/mean.ts";
import {machine} from "../system/machine.ts";
import {type Operations, readOperations} from "../system/read-operations.ts";
import {rejects} from "../system/rejects.ts";
import type {SourceStatus} from "../system/source-status.ts";
import {systemSentence} from "../system/system-sentence.ts";
import type {Area, AreaStatus} from "./area.ts";

const stepsInHalfHour = 6;

/** How the collector and its host stand: at alert while a source is away. */
export async function systemArea(
  lake: Lake,
  sources: readonly SourceStatus[],
  {operations = readOperations(lake.commit)}: {operations?: Operations} = {}
): Promise<Area> {
  const host = await machine(lake);
  const cpu = host.series.find(({series}) => series === "cpu/usage")?.means ?? [];
  return {
    id: "system",
    title: "System",
    href: "/system",
    status: statusOf(sources),
    sentence: systemSentence({sources, machine: host, rejects: await rejects(lake), lake: operations.lake}),
    headline: {
      value: sources.length ? sources.filter(({fresh, state}) => fresh && state !== "away").length : null,
      unit: "",
      label: `of ${sources.length} sources fresh`
    },
    spark: halfHours(cpu),
    sparkLabel: "processor, %, 24 hours",
    simulated: false,
    sources: sources.map(({id}) => id)
  };
}

/** Attention: something is stale, or its books do not balance. */
function statusOf(sources: readonly SourceStatus[]): AreaStatus {
  if (sources.length === 0) return "none";
  if (sources.some(({state}) => state === "away")) return "alert";
  return sources.every(({fresh, balanced}) => fresh && balanced) ? "ok" : "attention";
}

function halfHours(means: readonly (number | null)[]): (number | null)[] {
  return Array.from({length: means.length / stepsInHalfHour}, (_, i) => {
    const known = means.slice(i * stepsInHalfHour, (i + 1) * stepsInHalfHour).flatMap((value) => value ?? []);
    return known.length ? mean(known) : null;
  });
}
