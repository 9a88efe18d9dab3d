import type {MemoryOptions} from "./nearest-memory.ts";
import type {RecentRows} from "./recent-rows.ts";

const dayMs = 86_400_000;

/** One way of looking at the present moment of a series. */
export interface Channel {
  name: "value" | "shortCourse" | "longCourse" | "clock" | "roughness";
  dimensions: number;
  memory: MemoryOptions;
  /** Lengths of the means of novelty that are judged. */
  windows: readonly number[];
  /** Rows after which it is judged. */
  least: number;
  /** Whether it sees nothing in a series that has been constant so far. */
  needsSpread?: boolean;
  /** Writes the present moment as a vector. */
  look(rows: RecentRows, time: number, to: Float64Array): void;
}

export const channels: readonly Channel[] = [
  {
    name: "value",
    dimensions: 1,
    memory: {neighbours: 1, delay: 1, capacity: 100_000},
    windows: [1],
    least: 30,
    look(rows, _time, to) {
      to[0] = rows.ago(0);
    }
  },
  course("shortCourse", [1, 2, 6, 12, 24]),
  course("longCourse", [1, 3, 9, 27, 81]),
  {
    name: "clock",
    dimensions: 3,
    memory: {neighbours: 1, delay: 60, capacity: 100_000},
    windows: [1],
    least: 300,
    needsSpread: true,
    look(rows, time, to) {
      const angle = (2 * Math.PI * (time % dayMs)) / dayMs;
      to[0] = (rows.mean(0, 6) - rows.level) / rows.spread;
      to[1] = Math.sin(angle);
      to[2] = Math.cos(angle);
    }
  },
  {
    name: "roughness",
    dimensions: 2,
    memory: {neighbours: 3, delay: 48, capacity: 100_000},
    windows: [10],
    least: 300,
    needsSpread: true,
    look(rows, _time, to) {
      const least = 0.01 * rows.spread;
      to[0] = Math.log(rows.roughness(12) + least);
      to[1] = Math.log(rows.roughness(48) + least);
    }
  }
];

/** Means of consecutive segments going back from the present; longer ones count for more, up to four rows. */
function course(name: Channel["name"], segments: number[]): Channel {
  const length = segments.reduce((a, b) => a + b);
  return {
    name,
    dimensions: segments.length,
    memory: {neighbours: 3, delay: length, capacity: 4000},
    windows: [5, 20],
    least: 30,
    look(rows, _time, to) {
      let from = 0;
      for (let i = 0; i < segments.length; i++) {
        const rowsOf = segments[i]!;
        to[i] = rows.mean(from, from + rowsOf) * Math.sqrt(Math.min(rowsOf, 4));
        from += rowsOf;
      }
    }
  };
}
