import type {ConfiguredSource} from "../../config.ts";
import {LiveReadings} from "../../live-readings.ts";

/** This machine's own readings, as they are now and kept nowhere: for live parts of pages where no collector runs. */
export function machineLive(
  sources: readonly ConfiguredSource[],
  signal: AbortSignal,
  {now = Date.now} = {}
): LiveReadings | undefined {
  const machine = sources.find(({kind}) => kind === "system");
  if (!machine) return undefined;
  const live = new LiveReadings();
  const quiet = () => {};
  const context = {
    id: machine.id,
    cursor: null,
    signal,
    now,
    hash: (value: string) => value,
    running: quiet,
    silent: quiet
  };
  const read = async () => {
    for await (const {dataset, records} of machine.source.read(context))
      if (dataset === "readings")
        for (const record of records as Parameters<LiveReadings["publish"]>[0][]) live.publish(record);
  };
  read().catch(quiet); // live parts say themselves that nothing comes
  return live;
}
