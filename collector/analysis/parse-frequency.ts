import {monthMs} from "../../loaders/forecast/regular.ts";
import {parseDuration} from "../duration.ts";

const dayMs = 86_400_000;

/** An interval of values, ms: what divides a day, whole days, or `1mo` for calendar months. */
export function parseFrequency(text: string): number {
  if (text === "1mo") return monthMs;
  const step = parseDuration(text);
  if (step > 0 && (dayMs % step === 0 || (step % dayMs === 0 && step <= 92 * dayMs))) return step;
  throw new Error(`${step / 1000} s does not divide a day: ${text} (write 10m, 1h, 1d, 7d or 1mo)`);
}
