import {floorTo, type Grain, grainMs} from "./grain.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of steps that people reckon in, ms. */
const lengths = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * 1000),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28].map((n) => n * day)
];

const calendars = ["day", "week", "month"] as const;

export interface Span {
  from: number;
  to: number;
}

export interface ChosenStep {
  /** ms; of a week or a month, the shortest there is. */
  step: number;
  /** The part of the calendar that steps follow, where they do. */
  calendar: (typeof calendars)[number] | null;
}

/** The shortest step with which a span has at most one point for every two pixels of `width`. */
export function chooseStep(
  {from, to}: Span,
  {width, grain = "auto"}: {width: number; grain?: Grain | "auto"}
): ChosenStep {
  const points = Math.max(40, width / 2);
  const shortest = lengths.find((length) => (to - from) / length <= points) ?? lengths.at(-1)!;
  if (grain === "auto" || (to - from) / grainMs[grain] > 2 * width) return {step: shortest, calendar: null};
  return {step: grainMs[grain], calendar: calendars.find((one) => one === grain) ?? null};
}

/** Finds the start of the step that holds an instant: whole steps of UTC, or the calendar's in a zone. */
export const startOf = ({step, calendar}: ChosenStep, timeZone: string): ((time: number) => number) =>
  calendar ? (time) => floorTo(calendar, time, timeZone) : (time) => Math.floor(time / step) * step;

/** What a step is called before "means". */
export function stepName({step, calendar}: ChosenStep): string {
  if (calendar) return {day: "daily", week: "weekly", month: "monthly"}[calendar];
  const named: [number, string][] = [
    [day, "day"],
    [hour, "hour"],
    [minute, "minute"],
    [1000, "second"]
  ];
  const [length, name] = named.find(([length]) => step >= length && step % length === 0)!;
  if (step === length) return {day: "daily", hour: "hourly", minute: "one-minute", second: "one-second"}[name]!;
  return step === 7 * day ? "7-day" : `${step / length}-${name}`;
}
