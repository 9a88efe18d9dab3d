import {minute, second} from "./calendar.ts";
import {poisson, uniform} from "./noise.ts";

/** A thing that happens now and then: when, and a number that is its own for further draws. */
export interface Arrival {
  time: number;
  draw: number;
}

/**
 * What arrives in the minute that starts at `time` (ms UTC), `rate` a minute on average (below 5), each in a second of
 * its own, in order. A pure function of its arguments.
 */
export function arrivals(channel: number, time: number, rate: number): Arrival[] {
  const place = (time / minute) * 64;
  const count = poisson(rate, uniform(channel, place));
  const slot = Math.floor(60 / count);
  return Array.from({length: count}, (_, i) => {
    const draw = place + i + 1;
    return {time: time + (i * slot + Math.floor(slot * uniform(channel, draw))) * second, draw};
  });
}
