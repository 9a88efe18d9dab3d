import {all, counted, listed, written} from "../phrases.ts";
import type {Machine} from "./machine.ts";
import type {Operations} from "./read-operations.ts";
import type {Rejects} from "./rejects.ts";
import type {SourceStatus} from "./source-status.ts";

/** Which sources need a look, how loaded the host is, and what was rejected. */
export function systemSentence({
  sources,
  machine,
  rejects,
  lake
}: {
  sources: readonly SourceStatus[];
  machine: Machine;
  rejects: Rejects;
  lake: Operations["lake"];
}): string {
  if (sources.length === 0) return "No sources yet.";
  const parts = [sourcesPart(sources), machinePart(machine), booksPart(rejects, lake)];
  return `${parts.filter((part) => part !== "").join("; ")}.`;
}

function sourcesPart(sources: readonly SourceStatus[]): string {
  const away = sources.filter(({state}) => state === "away").map(({id}) => id);
  const stale = sources.filter(({state, fresh}) => state !== "away" && !fresh).map(({id}) => id);
  if (away.length === 0 && stale.length === 0) return `${all(sources.length, "source")} fresh`;
  const silent = [
    away.length ? `${listed(away)} ${away.length === 1 ? "is" : "are"} away` : "",
    stale.length ? `nothing new from ${listed(stale)}` : ""
  ];
  const fresh = sources.filter((source) => source.state !== "away" && source.fresh).length;
  return `${fresh} of ${counted(sources.length, "source")} fresh, ${silent.filter((part) => part !== "").join(", ")}`;
}

function machinePart({series}: Machine): string {
  const at = (id: string) => series.find((own) => own.series === id)?.latest?.value;
  const [cpu, memory, disk] = [at("cpu/usage"), at("memory/usage"), at("disk/usage")];
  const shown = Object.entries({processor: cpu, memory, disk}).flatMap(([name, value]) =>
    value === undefined ? [] : `${name} ${written(value, 0)} %`
  );
  return shown.join(", ");
}

function booksPart({total}: Rejects, lake: Operations["lake"]): string {
  const rows = lake.filter(({dataset}) => dataset !== "rejects").reduce((sum, {rows}) => sum + rows, 0);
  return `${counted(rows, "record")} kept and ${written(total, 0)} rejected`;
}
