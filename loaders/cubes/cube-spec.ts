import type {DatasetName} from "../../data/schema.ts";

/** Steps that every coarser one is a multiple of, ms. Days are those of UTC. */
export const grains = {minute: 60_000, "10min": 600_000, hour: 3_600_000, day: 86_400_000} as const;

export type Grain = keyof typeof grains;

/** What is known of a step: how many rows, or a figure of one column. A mean needs the count of its column beside it. */
export type Measure = "count" | {count: string} | {sum: string} | {min: string} | {max: string} | {mean: string};

export interface CubeSpec {
  dataset: DatasetName;
  /** Column of the instants that are counted. */
  time: string;
  /** Columns that tell what is summed up apart. */
  by: readonly string[];
  grains: readonly Grain[];
  measures: Readonly<Record<string, Measure>>;
  /** Values that rows must have to count, by column. */
  where?: Readonly<Record<string, string | number | boolean>>;
  /** How far back it reaches. */
  days?: number;
}

/** What a cube says of itself in its Parquet file, under the key `cube`: enough to merge its steps into longer ones. */
export interface CubeHeader {
  time: string;
  by: readonly string[];
  /** Lengths of its steps, ms, ascending. */
  steps: readonly number[];
  /** How each measure is merged; a mean is weighted by the measure that it names. */
  measures: Record<string, "sum" | "min" | "max" | {mean: string}>;
  /** Files of shorter steps, of each length the oldest first; steps that none has stand in the cube's own file. */
  parts?: readonly CubePart[];
}

/** A cube of a month: a file of the same columns. It stays as it is while nothing of that month comes in. */
export interface CubePart {
  /** Lengths of the steps that are read from it, ms. */
  steps: readonly number[];
  /** Relative to the address of the cube. */
  url: string;
  /** First and last beginning of a step in it, ms. */
  from: number;
  to: number;
}

/** Throws when a cube cannot be merged exactly, or has nothing in it. */
export function cubeHeader({time, by, grains: names, measures}: CubeSpec): CubeHeader {
  if (!names.length) throw new Error("cube without a grain: [] (name one of minute, 10min, hour, day)");
  if (!Object.keys(measures).length) throw new Error('cube without a measure: {} (write {n: "count"})');
  return {
    time,
    by,
    steps: names.map((name) => grains[name]).sort((a, b) => a - b),
    measures: Object.fromEntries(
      Object.entries(measures).map(([name, measure]) => [name, mergedAs(name, measure, measures)])
    )
  };
}

function mergedAs(name: string, measure: Measure, measures: CubeSpec["measures"]) {
  if (measure === "count" || "count" in measure || "sum" in measure) return "sum";
  if ("min" in measure) return "min";
  if ("max" in measure) return "max";
  const weight = Object.keys(measures).find((other) => {
    const counted = measures[other]!;
    return typeof counted === "object" && "count" in counted && counted.count === measure.mean;
  });
  if (!weight) throw new Error(`mean without its count: ${name} (add n: {count: "${measure.mean}"} to the measures)`);
  return {mean: weight};
}
