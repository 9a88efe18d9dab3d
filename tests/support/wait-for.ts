import {setTimeout as sleep} from "node:timers/promises";

export interface WaitOptions {
  /** What is waited for, as in `the page to show 3 rows`; a function may add what was seen last. */
  message?: string | (() => string);
  /** Gives up after this long, ms: a guard against a hang, not a promise about speed. */
  withinMs?: number;
  everyMs?: number;
}

/**
 * Asks until the condition gives something truthy, and returns that. A condition that throws counts as not yet true;
 * what it threw last becomes the cause of the error when time is up.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  {message = "a condition", withinMs = 120_000, everyMs = 50}: WaitOptions = {}
): Promise<Exclude<T, false | null | undefined | 0 | "">> {
  const end = performance.now() + withinMs;
  let cause: unknown;
  do {
    try {
      const result = await condition();
      if (result) return result as Exclude<T, false | null | undefined | 0 | "">;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(everyMs);
  } while (performance.now() < end);
  const what = typeof message === "function" ? message() : message;
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  throw new Error(`waited ${withinMs / 1000} s for ${what}${why}`, {cause});
}
