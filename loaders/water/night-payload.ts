import type {Night} from "../outliers/night-flow.ts";
import {against, quantity} from "../outliers/words.ts";
import {round} from "../round.ts";
import type {NightFlowPayload} from "./sensors-payload.ts";

const orNull = (value: number | null | undefined): number | null => (value == null ? null : round(value));

/** The last 60 nights for a page; null when no night can be judged. */
export function nightPayload(
  nights: Night[],
  {unit, offset}: {unit: string; offset: (time: number) => number}
): NightFlowPayload | null {
  const last = nights.findLast(({mean, reference}) => mean !== null && (reference ?? 0) > 0);
  if (!last) return null;
  return {
    stage: last.stage,
    sentence:
      `Night minimum ${quantity(last.mean!, unit)}, mean of three nights, ${against(last.mean!, last.reference!)} ` +
      `the reference of ${quantity(last.reference!, unit)}.`,
    nights: nights.slice(-60).map(({time, minimum, mean, reference, limits, stage}) => ({
      night: new Date(time + offset(time)).toISOString().slice(0, 10),
      time,
      minimum: orNull(minimum),
      mean: orNull(mean),
      reference: orNull(reference),
      limit: orNull(limits[1]),
      stage
    }))
  };
}
