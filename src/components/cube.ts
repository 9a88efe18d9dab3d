import {type ChosenStep, type Span, startOf} from "./choose-step.js";
import {ParquetFile} from "./parquet-file.js";
import {type Merge, mergeSteps, type Steps} from "./steps.js";

/** What a cube's file says of itself; written by `printCube`. */
interface CubeHeader {
  time: string;
  by: readonly string[];
  steps: readonly number[];
  measures: Record<string, Merge>;
}

export interface CubeQuery extends Span, ChosenStep {
  /** Values of the dimensions, by name. */
  key: Readonly<Record<string, string>>;
  timeZone?: string;
  signal?: AbortSignal;
}

/** Sums by steps of time and by dimensions, read as far as they are asked for. */
export interface Cube {
  /** The shortest steps it has, ms. */
  finest: number;
  /** One key's steps that begin within a span, merged to the length asked for. */
  read(query: CubeQuery): Promise<Steps>;
}

const opened = new Map<string, Promise<Cube>>();

/** The cube in a Parquet file, opened once for a page. Throws when the file is none. */
export function openCube(url: string, {open = ParquetFile.open} = {}): Promise<Cube> {
  const known = opened.get(url);
  if (known) return known;
  const opening = open(url).then((file) => cubeOf(file, url));
  opened.set(url, opening);
  opening.catch(() => opened.delete(url));
  return opening;
}

function cubeOf(file: ParquetFile, url: string): Cube {
  const note = file.note("cube");
  if (note === null) throw new Error(`not a cube: ${url} (write it by printCube)`);
  const {time, steps, measures} = JSON.parse(note) as CubeHeader;
  const names = Object.keys(measures);
  return {
    finest: steps[0]!,
    async read({key, from, to, step, calendar, timeZone = "UTC", signal}) {
      const begin = startOf({step, calendar}, timeZone);
      const start = begin(from);
      const grain =
        steps.findLast((length) => [step, start, begin(to)].every((time) => time % length === 0)) ?? steps[0]!;
      const filter = {equals: {...key, step: grain / 1000}, within: {column: time, from: start, to}};
      const columns = (await file.read([time, ...names], filter, signal)) as Record<string, Float64Array>;
      const read = {
        time: columns[time]!,
        measures: Object.fromEntries(names.map((name) => [name, columns[name]!])),
        step: grain
      };
      return grain === step && !calendar ? read : mergeSteps(read, measures, {step, startOf: begin});
    }
  };
}
