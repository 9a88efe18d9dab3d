import type {Config} from "../config.ts";
import {newestRejects, type RejectFilter, type RejectGrouping, rejectGroups} from "../rejects.ts";
import type {Say} from "../say.ts";
import {textTable} from "../text-table.ts";

interface RejectsOptions extends Omit<RejectFilter, "since"> {
  /** Not older than this, ms. */
  since?: number;
  limit?: number;
  by?: RejectGrouping;
  json?: boolean;
}

/** Rows shown to people when they do not say how many. */
const page = 50;

/** `weir lake rejects`: the newest ones, or groups of them; everything for machines, cut to the terminal for people. */
export async function listRejects(
  {data}: Config,
  {since, limit, by, json, ...filter}: RejectsOptions,
  {print, say}: {print: (value: unknown) => void; say: Say},
  {now = Date.now, width = process.stdout.columns ?? 160} = {}
): Promise<void> {
  const matching = {...filter, since: since === undefined ? undefined : now() - since};
  const most = {limit: limit ?? (json ? 2 ** 31 : page)};
  if (by) {
    const {total, groups} = await rejectGroups(data, matching, {by, ...most});
    if (json) return print({total, groups: groups.map(({last, ...group}) => ({...group, last: iso(last)}))});
    const rows = groups.map((g) => [g.count.toLocaleString("en"), seconds(g.last), g.source, g.dataset, g.reason]);
    tell(["count", "last (UTC)", "source", "dataset", "reason"], rows, {total, what: "groups"});
  } else {
    const {total, rejects} = await newestRejects(data, matching, most);
    if (json) return print({total, rejects: rejects.map(({time, ...reject}) => ({time: iso(time), ...reject}))});
    const rows = rejects.map((r) => [
      seconds(r.time),
      r.source,
      r.dataset,
      cut(r.position, 24),
      cut(r.reason, 60),
      r.raw
    ]);
    tell(["time (UTC)", "source", "dataset", "position", "reason", "raw"], rows, {total, what: "rejects"});
  }

  function tell(head: string[], rows: string[][], {total, what}: {total: number; what: string}): void {
    if (total) process.stdout.write(textTable(head, rows, {width}));
    else say("no rejects");
    if (rows.length < total)
      say(`${rows.length} of ${total.toLocaleString("en")} ${what}; --limit shows more, --json all of each`);
  }
}

const iso = (time: number): string => new Date(time).toISOString();
const seconds = (time: number): string => iso(time).slice(0, 19).replace("T", " ");
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
