import {type ChosenStep, type Span, startOf} from "./choose-step.js";
import {onceEach} from "./once-each.js";
import {joinedValues, ParquetFile} from "./parquet-file.js";
import {type Merge, mergeSteps, type Steps} from "./steps.js";

/** What a cube's file says of itself; written by `printCube`. */
interface CubeHeader {
  time: string;
  by: readonly string[];
  steps: readonly number[];
  measures: Record<string, Merge>;
  /** Files of shorter steps (of which lengths, ms), with the first and last beginning of one in it (ms). */
  parts?: readonly {url: string; steps: readonly number[]; from: number; to: number}[];
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

type Open = typeof ParquetFile.open;

const opened = onceEach((url: string, open: Open) => open(url).then((file) => cubeOf(file, url, open)));

/** The cube in a Parquet file, opened once for a page. Throws when the file is none. */
export const openCube = (url: string, {open = ParquetFile.open as Open} = {}): Promise<Cube> => opened(url, open);

function cubeOf(file: ParquetFile, url: string, open: Open): Cube {
  const note = file.note("cube");
  if (note === null) throw new Error(`not a cube: ${url} (write it by printCube)`);
  const {time, steps, measures, parts = []} = JSON.parse(note) as CubeHeader;
  const names = Object.keys(measures);
  const partAt = onceEach((part: string) => open(new URL(part, url).href));
  const filesOf = async (grain: number, {from, to}: Span): Promise<ParquetFile[]> => {
    const apart = parts.filter((part) => part.steps.includes(grain));
    if (!apart.length) return [file];
    return Promise.all(apart.filter((part) => part.from < to && part.to >= from).map((part) => partAt(part.url)));
  };
  return {
    finest: steps[0]!,
    async read({key, from, to, step, calendar, timeZone = "UTC", signal}) {
      const begin = startOf({step, calendar}, timeZone);
      const start = begin(from);
      const grain =
        steps.findLast((length) => [step, start, begin(to)].every((time) => time % length === 0)) ?? steps[0]!;
      const filter = {equals: {...key, step: grain / 1000}, within: {column: time, from: start, to}};
      const files = await filesOf(grain, {from: start, to});
      const pieces = await Promise.all(files.map((file) => file.read([time, ...names], filter, signal)));
      const column = (name: string) => joinedValues(pieces.map((piece) => piece[name]!)) as Float64Array;
      const read = {
        time: column(time),
        measures: Object.fromEntries(names.map((name) => [name, column(name)])),
        step: grain
      };
      return grain === step && !calendar ? read : mergeSteps(read, measures, {step, startOf: begin});
    }
  };
}
