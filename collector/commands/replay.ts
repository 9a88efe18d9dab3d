import type {Config} from "../config.ts";
import type {RejectFilter} from "../rejects.ts";
import {replayRejects} from "../replay.ts";
import type {Say} from "../say.ts";
import {textTable} from "../text-table.ts";

interface ReplayOptions extends Omit<RejectFilter, "since"> {
  /** Not older than this, ms. */
  since?: number;
  dryRun?: boolean;
  json?: boolean;
}

/** `weir lake replay`: reads rejects again, and says what became of them. */
export async function replay(
  config: Config,
  {since, dryRun = false, json, ...filter}: ReplayOptions,
  {print, say}: {print: (value: unknown) => void; say: Say},
  {now = Date.now, width = process.stdout.columns ?? 160} = {}
): Promise<void> {
  const matching = {...filter, since: since === undefined ? undefined : now() - since};
  const replayed = await replayRejects(config, matching, {dryRun});
  if (json) print(replayed);
  const {rejects, records, stay} = replayed;
  if (stay.length && !json) {
    const rows = stay.map(({source, reason, count}) => [count.toLocaleString("en"), source, reason]);
    process.stdout.write(textTable(["stay", "source", "why"], rows, {width}));
  }
  say(`${counted(rejects, "reject")} ${dryRun ? "would become" : "became"} ${counted(records, "record")}`);
}

const counted = (n: number, one: string): string => `${n.toLocaleString("en")} ${n === 1 ? one : `${one}s`}`;
