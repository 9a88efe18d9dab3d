import {parquetWriteBuffer} from "hyparquet-writer";
import type {CubeHeader} from "./cube-spec.ts";

/** Rows of a group at most: a year of hours. */
const groupRows = 8784;

export interface CubeRows {
  header: CubeHeader;
  /** Values of the dimensions; `columns.key` points into them. */
  keys: readonly string[][];
  /** `step`, `time` (ms), `key` and the measures, sorted by longest step, key and time. */
  columns: Record<string, Float64Array>;
}

/**
 * A cube as Parquet (data pages v2, Snappy). Every row group holds steps of one length and one key, so that a key's year
 * lies in one stretch of the file and statistics tell which.
 */
export function writeCube({header, keys, columns}: CubeRows): Uint8Array {
  const {step, time, key, ...measures} = columns as Record<"step" | "time" | "key", Float64Array>;
  const file = parquetWriteBuffer({
    codec: "SNAPPY",
    rowGroupSize: groupSizes(step, key),
    statisticsTruncateLength: Number.POSITIVE_INFINITY,
    kvMetadata: [{key: "cube", value: JSON.stringify(header)}],
    columnData: [
      {name: "step", type: "INT32", nullable: false, data: new Int32Array(step.map((ms) => ms / 1000))},
      ...header.by.map((name, i) => ({
        name,
        type: "STRING" as const,
        nullable: false,
        data: texts(
          key,
          keys.map((parts) => parts[i]!)
        )
      })),
      {
        name: header.time,
        type: "TIMESTAMP",
        nullable: false,
        encoding: "DELTA_BINARY_PACKED",
        data: bigIntegers(time)
      },
      ...Object.entries(measures as Record<string, Float64Array>).map(([name, data]) => measureColumn(name, data))
    ]
  });
  return new Uint8Array(file);
}

/** Whole numbers are written as such; nothing is pruned by measures, so they have no statistics. */
function measureColumn(name: string, data: Float64Array) {
  const integers = data.every((value) => value === (value | 0));
  return integers
    ? {name, type: "INT32" as const, nullable: false, statistics: false, data: new Int32Array(data)}
    : {name, type: "DOUBLE" as const, nullable: false, statistics: false, data};
}

// Loops, since `from` goes through iterators: ten times slower for a year of steps.
function texts(indexes: Float64Array, of: readonly string[]): string[] {
  const all = new Array<string>(indexes.length);
  for (let i = 0; i < all.length; i++) all[i] = of[indexes[i]!]!;
  return all;
}

function bigIntegers(values: Float64Array): BigInt64Array {
  const all = new BigInt64Array(values.length);
  for (let i = 0; i < all.length; i++) all[i] = BigInt(values[i]!);
  return all;
}

function groupSizes(step: Float64Array, key: Float64Array): number[] {
  const sizes: number[] = [];
  for (let i = 0; i < step.length; i++)
    if (i > 0 && sizes.at(-1)! < groupRows && step[i] === step[i - 1] && key[i] === key[i - 1])
      sizes[sizes.length - 1]!++;
    else sizes.push(1);
  return sizes.length ? sizes : [1];
}
