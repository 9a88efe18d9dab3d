import cron from "node-cron";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A cron expression (UTC) for an interval in ms. Throws where the interval does not divide a minute, an hour or a day. */
export function cronExpression(everyMs: number): string {
  if (everyMs % second === 0 && minute % everyMs === 0)
    return everyMs === minute ? "* * * * *" : `*/${everyMs / second} * * * * *`;
  if (everyMs % minute === 0 && hour % everyMs === 0)
    return everyMs === hour ? "0 * * * *" : `*/${everyMs / minute} * * * *`;
  if (everyMs % hour === 0 && day % everyMs === 0) return everyMs === day ? "0 0 * * *" : `0 */${everyMs / hour} * * *`;
  throw new Error("does not divide a minute, an hour or a day (write 30s, 10m, 1h or 6h)");
}

export interface Job {
  /** Runs the job now, unless it is running: then that run is what the caller waits for. */
  run(): Promise<void>;
  /** No further runs; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** Runs a job at an interval, in UTC so that no change of clocks skips or doubles a run; never two at once. */
export function schedule(everyMs: number, work: () => Promise<void>): Job {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
  const task = cron.schedule(cronExpression(everyMs), run, {timezone: "UTC"});
  return {
    run,
    async stop() {
      await task.destroy();
      await running;
    }
  };
}
