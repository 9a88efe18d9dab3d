import {z} from "zod";
import type {Quality} from "../../../data/schema.ts";

/** The option type of physical ranges by quantity; a reading outside its range is kept as suspect. */
export const limits = z.record(
  z.string().min(1),
  z
    .strictObject({min: z.number().default(-Infinity), max: z.number().default(Infinity)})
    .refine(({min, max}) => min <= max, {path: ["max"], error: "less than min"})
);

export type Limits = z.output<typeof limits>;

/** Whether a value is within the range of its quantity. */
export function qualityOf(value: number, quantity: string, ranges: Limits): Quality {
  const range = Object.hasOwn(ranges, quantity) ? ranges[quantity]! : null;
  return range === null || (value >= range.min && value <= range.max) ? "good" : "suspect";
}
