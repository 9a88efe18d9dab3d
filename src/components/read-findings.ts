import {openTables} from "./published-tables.js";
import type {Stage} from "./stages.js";
import type {Mark} from "./time-series-data.js";

/** Findings that a chart marks at most: the gravest. */
const most = 60;

/** Reads what the detectors found in a series within a span, from the published tables whose index is given. */
export function readFindings(index: string) {
  return async (
    series: string,
    {from, to, signal}: {from: number; to: number; signal: AbortSignal}
  ): Promise<Mark[]> => {
    const tables = await openTables(index);
    const filter = {equals: {series}, within: {column: "time", from, to}};
    const parts = await tables.read("findings", ["time", "value", "stage", "reason"], filter, signal);
    const marks = parts.flatMap(({time, value, stage, reason}) =>
      Array.from(time as Float64Array, (at, i) => ({
        time: at,
        value: Number(value[i]),
        stage: Number(stage[i]) as Stage,
        text: String(reason[i])
      }))
    );
    return marks
      .filter(({value}) => Number.isFinite(value))
      .sort((a, b) => b.stage - a.stage || b.time - a.time)
      .slice(0, most);
  };
}
