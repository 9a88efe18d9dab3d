import {type Arrival, arrivals} from "./arrivals.ts";
import {day, dayCurve, dayIndex, hour, isRestDay, minute, minuteOfDay, sqlTime} from "./calendar.ts";
import {channel, normal, uniform, weighted} from "./noise.ts";

/** Work asked of a service, with what will become of it. Times in ms UTC. */
export interface DemoRequest {
  num: number;
  fileName: string;
  requestedAt: number;
  requester: string;
  model: string;
  result: string;
  /** null: never processed. */
  processedAt: number | null;
}

/** Who asks, with their weight. */
const requesters = {
  survey: 9,
  planning: 8,
  operations: 7,
  laboratory: 6,
  "field-north": 5,
  "field-south": 5,
  research: 4,
  quality: 4,
  archive: 4,
  billing: 2,
  design: 2,
  helpdesk: 1
};
const models = {"classify-v5": 5, "segment-v2": 3, "detect-v1": 2};
const results = {normal: 86, anomaly: 11, unclear: 3};

/** These two wait longer than the others, and are forgotten more often: the imbalance that is to be found. */
export const neglected = ["field-south", "archive"];
/** How many times longer, and the shares that are never processed. */
export const neglect = {delay: 7, lost: 0.06, lostOtherwise: 0.006};

/** For so long after the anchor more is asked for and done sooner, so that whoever watches sees something. */
export const rush = 2 * hour;

const curve = dayCurve(0.02, [
  [0.34, 10.2, 1.5],
  [0.3, 15, 1.8],
  [0.06, 20.5, 1.6]
]);
const place = channel("requests");
const [who, what, how, luck, wait, heavy] = ["who", "what", "how", "luck", "wait", "heavy"].map((name) =>
  channel(`requests/${name}`)
) as [number, number, number, number, number, number];

const choose = (options: Record<string, number>, u: number) =>
  weighted(Object.keys(options), Object.values(options), u);

/**
 * Requests from a year before the anchor on, numbered in order. A pure function of the anchor; whoever needs some of
 * them stops asking.
 */
export function* requestsFrom(anchor: number, start = anchor - 365 * day): Generator<DemoRequest> {
  let num = 1;
  for (let time = start; ; time += minute) {
    const usual = curve[minuteOfDay(time)]! * (isRestDay(dayIndex(time)) ? 0.3 : 1.25);
    const rate = inRush(anchor, time) ? Math.max(0.8, usual) : usual;
    for (const arrival of arrivals(place, time, rate)) yield request(num++, arrival, inRush(anchor, time));
  }
}

const inRush = (anchor: number, time: number): boolean => anchor <= time && time < anchor + rush;

function request(num: number, {time, draw}: Arrival, hurried: boolean): DemoRequest {
  const requester = choose(requesters, uniform(who, draw));
  return {
    num,
    fileName: `scan-${sqlTime(time).slice(0, 10)}-${String(num).padStart(6, "0")}.tif`,
    requestedAt: time,
    requester,
    model: choose(models, uniform(what, draw)),
    result: choose(results, uniform(how, draw)),
    processedAt: processedAt(time, draw, neglected.includes(requester), hurried)
  };
}

/** Log-normal with a heavy tail; a backlog at the peaks of the day makes everybody wait. */
function processedAt(time: number, draw: number, isNeglected: boolean, hurried: boolean): number | null {
  if (uniform(luck, draw) < (isNeglected ? neglect.lost : neglect.lostOtherwise)) return null;
  const backlog = hurried ? 0.4 : 1 + 9 * curve[minuteOfDay(time)]!;
  const tail = uniform(heavy, draw) < 0.03 ? 12 : 1;
  const minutes = 2.5 * Math.exp(0.8 * normal(wait, draw)) * backlog * tail * (isNeglected ? neglect.delay : 1);
  return time + Math.max(2, Math.round(minutes * 60)) * 1000;
}
