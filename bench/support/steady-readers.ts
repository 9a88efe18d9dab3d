import {setTimeout as sleep} from "node:timers/promises";
import {type AfterTest, afterTest} from "../../tests/support/after-test.ts";

const pages = ["index", "sensors", "outliers", "licences", "requests", "requesters", "capacity", "quality", "system"];

export interface Readers {
  /** Answers so far, and those other than 200 and 304, or none at all. */
  readonly answers: number;
  readonly failures: string[];
  /** Resolves when nobody reads any more. */
  stop(): Promise<void>;
}

/**
 * People who read: a page each second with the files that it names, its live readings for a while, and a monitor that
 * asks after health and metrics every 15 s. They stop when the benchmark ends.
 */
export function steadyReaders(scope: AfterTest, url: string, {streams = 5, random = Math.random} = {}): Readers {
  const failures: string[] = [];
  const counts = {answers: 0};
  const ending = new AbortController();
  const {signal} = ending;
  const get = async (path: string): Promise<string> => {
    try {
      const response = await fetch(new URL(path, url), {signal});
      const text = await response.text();
      counts.answers++;
      if (!response.ok) failures.push(`${path}: ${response.status} ${text.slice(0, 200)}`);
      return text;
    } catch (error) {
      if (!signal.aborted) failures.push(`${path}: ${String((error as Error).cause ?? error)}`);
      return "";
    }
  };
  const walk = async () => {
    const html = await get(pages[Math.floor(random() * pages.length)]!);
    for (const [, path] of html.matchAll(/(?:href|src)="(\.\/_[^"]+)"/g)) if (!signal.aborted) await get(path!);
  };
  const listen = async () => {
    const until = AbortSignal.any([signal, AbortSignal.timeout(Math.round(10_000 + random() * 110_000))]);
    try {
      const response = await fetch(new URL("api/live", url), {signal: until});
      for (const reader = response.body!.getReader(); !(await reader.read()).done; ) counts.answers++;
    } catch (error) {
      if (!until.aborted) failures.push(`api/live: ${String((error as Error).cause ?? error)}`);
    }
  };
  const watch = async () => {
    await get("healthz");
    await get("metrics");
  };
  const again = async (action: () => Promise<void>, pauseMs: number) => {
    while (!signal.aborted) {
      await action();
      await sleep(pauseMs, null, {signal}).catch(() => {});
    }
  };
  const running = [
    again(walk, 1000),
    again(watch, 15_000),
    ...Array.from({length: streams}, () => again(listen, 1000))
  ];
  const stop = async () => {
    ending.abort();
    await Promise.all(running);
  };
  afterTest(scope, stop);
  return {
    stop,
    get answers() {
      return counts.answers;
    },
    failures
  };
}
