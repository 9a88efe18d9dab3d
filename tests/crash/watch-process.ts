import {setTimeout as sleep} from "node:timers/promises";
import {Collector} from "../../collector/collector.ts";
import {parseConfig} from "../../collector/config.ts";
import {Watch} from "../../collector/watch.ts";
import {root} from "../support/root.ts";

/** What the test that starts this process tells it. */
export interface WatchJob {
  config: object;
  /** Its clock said `from` when the real one said `begun`, ms, and runs so many times faster. */
  clock: {from: number; begun: number; speed: number};
  /** A reading of this value kills the process once it is accepted, before it is judged. */
  fatal?: number;
}

export const clockOf =
  ({from, begun, speed}: WatchJob["clock"]) =>
  (): number =>
    Math.round(from + (Date.now() - begun) * speed);

/** A collector with its watch, as in `weir up`, on a fast clock. Prints `judged` with each reading, and `seeded`. */
async function main({config: input, clock, fatal}: WatchJob): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const config = parseConfig(input, {root});
  const collector = await Collector.open(config, {say});
  const watch = await Watch.open(config, {say, now: clockOf(clock), flush: () => collector.flush()});
  const on = ((name: "reading", listener: (event: unknown) => unknown) =>
    collector.on(name, async (event) => {
      if (name === "reading" && event.value === fatal) process.kill(-process.pid, "SIGKILL");
      await listener(event);
      if (name === "reading") console.log(`judged ${event.series} ${event.time}`);
    })) as Collector["on"];
  watch.listen({on});
  collector.start();
  void watch.seed().then(() => console.log(watch.status().past || "seeded"));
  let isStopping = false;
  process.once("SIGTERM", () => {
    isStopping = true;
  });
  while (!isStopping) {
    await watch.detect();
    await sleep(50);
  }
  await watch.stop();
  await collector.stop();
}

if (process.argv[2]) await main(JSON.parse(process.argv[2]));
