import type {Alert} from "./alert.ts";

/**
 * Whether the outputs are to be told of an alert: it is new, has grown worse, is over though they know of it, or goes on
 * and nobody has acknowledged it. A clock that goes back by as much as `repeat` makes it due.
 *
 * @param repeat how often what goes on is told again, ms; null is never
 */
export function isDue({stage, told, clearedAt, acknowledged}: Alert, now: number, repeat: number | null): boolean {
  if (clearedAt !== null) return told.stage !== null && told.stage !== 0;
  if (told.stage === null || stage > told.stage) return true;
  return repeat !== null && acknowledged === null && Math.abs(now - told.at) >= repeat;
}
