import {type ChosenStep, chooseStep, type Span, startOf} from "./choose-step.js";
import {openCube} from "./cube.js";
import type {Grain} from "./grain.js";
import {joinedValues} from "./parquet-file.js";
import {openTables} from "./published-tables.js";
import {mergeSteps, readingMerges, readingSteps, type Steps} from "./steps.js";

export interface SeriesQuery extends Span {
  series: string;
  /** Width of the chart that is drawn, px. */
  width: number;
  grain?: Grain | "auto";
  timeZone?: string;
  signal?: AbortSignal;
}

export interface SeriesSteps extends Steps<"mean" | "min" | "max" | "n">, ChosenStep {
  step: number;
  /** Whether they come from a cube or from single readings. */
  from: "cube" | "rows";
}

/** Reads a series over any span at the length of step that its chart can show. */
export type ReadSeries = (query: SeriesQuery) => Promise<SeriesSteps>;

export interface SeriesSources {
  /** Address of the cube of readings. */
  cube: string;
  /** Address of the published tables' index. */
  tables: string;
}

/**
 * Readings by steps: from the cube while its shortest steps are short enough for the chart, from the single readings of the
 * published tables below that. Nothing is fetched before the first call.
 */
export function readSeries(sources: SeriesSources): ReadSeries {
  return async ({series, from, to, width, grain = "auto", timeZone = "UTC", signal}) => {
    const chosen = chooseStep({from, to}, {width, grain});
    const cube = await openCube(sources.cube);
    if (chosen.step >= cube.finest) {
      const steps = await cube.read({key: {series}, from, to, ...chosen, timeZone, ...(signal && {signal})});
      return {...(steps as Steps<"mean" | "min" | "max" | "n">), ...chosen, from: "cube"};
    }
    const rows = await readRows(sources.tables, {series, from, to, ...(signal && {signal})});
    return {
      ...mergeSteps(rows, readingMerges, {step: chosen.step, startOf: startOf(chosen, timeZone)}),
      ...chosen,
      from: "rows"
    };
  };
}

/** Single good readings of a series. */
async function readRows(index: string, {series, from, to, signal}: Span & {series: string; signal?: AbortSignal}) {
  const tables = await openTables(index);
  const filter = {equals: {series, quality: "good"}, within: {column: "time", from, to}};
  const parts = await tables.read("readings", ["time", "value"], filter, signal);
  const join = (name: "time" | "value") => joinedValues(parts.map((part) => part[name])) as Float64Array;
  return readingSteps(join("time"), join("value"));
}
