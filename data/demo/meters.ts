import {type Bump, dayCurve, dayIndex, hour, isRestDay, minute, minuteOfDay, summer} from "./calendar.ts";
import {channel, drift, normal} from "./noise.ts";

export const meters = ["001", "002", "003"] as const;
export type MeterId = (typeof meters)[number];

export interface Meter {
  id: MeterId;
  /** Flow at the quietest hour of an average night without leaks, m³/h. */
  nightFlow: number;
  /** Flow of an average minute at a time, m³/h, before noise. */
  expectedFlow(time: number): number;
  /** Flow at a time, m³/h, without faults. */
  flow(time: number): number;
  /** Pressure at a time, bar, when `flow` runs through the pipe. */
  pressure(time: number, flow: number): number;
}

interface District {
  nightFlow: number;
  work: Bump[];
  rest: Bump[];
  /** Share by which midsummer exceeds the mean. */
  season: number;
  /** Pressure at no flow, bar, and what `fullFlow` takes away from it. */
  head: number;
  loss: number;
  fullFlow: number;
}

/** 001 homes, 002 homes and gardens, 003 workshops and shops. */
const districts: Record<MeterId, District> = {
  "001": {
    nightFlow: 112,
    work: [
      [175, 7.3, 1.1],
      [70, 12.8, 2.2],
      [60, 16, 3],
      [150, 19.8, 1.8]
    ],
    rest: [
      [140, 9.6, 1.9],
      [95, 13.3, 2.2],
      [60, 17, 3],
      [125, 20.1, 2]
    ],
    season: 0.12,
    head: 4.35,
    loss: 1.25,
    fullFlow: 300
  },
  "002": {
    nightFlow: 48,
    work: [
      [78, 7, 1],
      [30, 12.5, 2],
      [28, 16, 3],
      [82, 20.3, 1.7]
    ],
    rest: [
      [60, 9.4, 1.8],
      [46, 13, 2.2],
      [32, 17, 3],
      [72, 20.6, 1.9]
    ],
    season: 0.22,
    head: 5.1,
    loss: 1.05,
    fullFlow: 140
  },
  "003": {
    nightFlow: 21,
    work: [
      [46, 8.8, 1.4],
      [38, 11.5, 2],
      [52, 15.2, 2.4],
      [16, 19, 2]
    ],
    rest: [
      [18, 10.2, 2],
      [14, 13, 2.5],
      [10, 17, 3],
      [12, 19.5, 2]
    ],
    season: 0.06,
    head: 3.9,
    loss: 0.8,
    fullFlow: 90
  }
};

/** A district meter: daily, weekly and seasonal shape, holidays, noise with memory; pressure falls as flow rises. */
function meter(id: MeterId): Meter {
  const {nightFlow, work, rest, season, head, loss, fullFlow} = districts[id];
  const curves = {work: dayCurve(nightFlow, work), rest: dayCurve(nightFlow, rest)};
  const [week, days, hours, minutes, white] = ["week", "days", "hours", "minutes", "white"].map((name) =>
    channel(`${id}/flow/${name}`)
  ) as [number, number, number, number, number];
  const [pumps, jitter] = [channel(`${id}/pressure/pumps`), channel(`${id}/pressure/jitter`)];
  const expectedFlow = (time: number): number => {
    const index = dayIndex(time);
    return curves[isRestDay(index) ? "rest" : "work"][minuteOfDay(time)]! * (1 + season * summer(index));
  };
  return {
    id,
    nightFlow,
    expectedFlow,
    flow: (time) => {
      const noise =
        0.02 * drift(week, time, 168 * hour) +
        0.03 * drift(days, time, 30 * hour) +
        0.03 * drift(hours, time, 2 * hour) +
        0.025 * drift(minutes, time, 11 * minute) +
        0.02 * normal(white, time / minute);
      return expectedFlow(time) * (1 + noise);
    },
    pressure: (time, flow) =>
      head - loss * (flow / fullFlow) ** 2 + 0.03 * drift(pumps, time, 3 * hour) + 0.012 * normal(jitter, time / minute)
  };
}

export const meterOf: Record<MeterId, Meter> = {"001": meter("001"), "002": meter("002"), "003": meter("003")};
