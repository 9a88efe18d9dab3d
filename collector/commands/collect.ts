import {Collector} from "../collector.ts";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {untilStopped} from "../stop.ts";

/** `weir collect`: the collector alone, until it is told to stop. */
export async function runCollector(config: Config, {say, tail = false}: {say: Say; tail?: boolean}): Promise<void> {
  const stopped = untilStopped();
  const collector = await Collector.open(config, {
    say,
    onAccepted: tail ? (accepted) => process.stdout.write(`${JSON.stringify(accepted)}\n`) : undefined
  });
  collector.start();
  say(`collecting from ${config.sources.length} sources into ${config.data}`);
  await stopped;
  await collector.stop();
}
