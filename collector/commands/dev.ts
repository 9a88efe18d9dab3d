import {accessBlocks} from "../access-blocks.ts";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {machineLive} from "../site/dev/machine-live.ts";
import {dev} from "../site/dev.ts";

/** `weir dev`: the editors' preview. Its live parts show this machine; no collector runs, and nothing is kept. */
export async function previewSite({root, data, server, sources, timeZone}: Config, {say}: {say: Say}): Promise<void> {
  const stopping = new AbortController();
  const live = machineLive(sources, stopping.signal);
  const chartData = () => accessBlocks(data, timeZone);
  process.exitCode = await dev({root, data, port: server.port, say, live, chartData});
  stopping.abort();
}
