import {accessBlocks} from "../access-blocks.ts";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {Rollbacks} from "../serve/rollbacks.ts";
import {createServer} from "../serve.ts";
import {untilStopped} from "../stop.ts";

/** `weir serve`: the current snapshot and the APIs that need no collector, until told to stop. */
export async function serveAlone(config: Config, {say}: {say: Say}): Promise<void> {
  const {data, timeZone, server} = config;
  const stopped = untilStopped();
  const rollbacks = new Rollbacks(config, {say});
  const {url, close} = await createServer({
    data,
    ...server,
    say,
    chartData: () => accessBlocks(data, timeZone),
    actions: {rollback: (id) => rollbacks.to(id)},
    progress: () => "Nothing is published yet: run weir publish, or weir up."
  });
  say(`serving ${url}`);
  await stopped;
  await close();
  await rollbacks.stop();
}
