import {z} from "zod";
import {localTime} from "../local-time.ts";
import type {Silence} from "../watch/silence.ts";

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** `{series, from, to}`: both times of the local day (`22:00`), or both dates with a time (`2026-11-22 06:00Z`, UTC without an offset). */
export const silenceSchema = z
  .strictObject({series: z.string().min(1).default("*"), from: z.string(), to: z.string()})
  .transform(({series, from, to}, context): Silence => {
    const days = [from, to].map((text) => timeOfDay.exec(text));
    if (days[0] && days[1]) {
      const [begin, end] = days.map((match) => (Number(match![1]) * 60 + Number(match![2])) * 60_000);
      return {series, daily: true, from: begin!, to: end!};
    }
    try {
      const window = {series, daily: false, from: localTime(from, "UTC"), to: localTime(to, "UTC")};
      if (window.from < window.to) return window;
      context.addIssue({code: "custom", message: `ends before it begins: ${from} to ${to}`});
    } catch {
      context.addIssue({
        code: "custom",
        message: `not a silence: ${from} to ${to} (write two times of day, as in 22:00, or two of 2026-11-22 06:00)`
      });
    }
    return z.NEVER;
  });
