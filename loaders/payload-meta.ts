import type {Lake, PayloadMeta, SourceMeta} from "./lake.ts";

const eventLike = ["events", "requests", "licences"] as const;
const unknownSource = {kind: "", about: "", simulated: false, freshForMs: 600_000};

/**
 * What a payload says of its data: which sources, how fresh, simulated or not.
 *
 * A source of readings is as fresh as its last reading. Other sources may have nothing new to tell, so they are as fresh
 * as their last record or the last time they were read, whichever is later. One that has brought nothing yet has as long
 * for its first record as for any other.
 *
 * @param pick ids of the sources, or a test of an id; all by default
 */
export async function payloadMeta(
  lake: Lake,
  pick: readonly string[] | ((id: string) => boolean) = () => true
): Promise<PayloadMeta> {
  const wanted = typeof pick === "function" ? pick : (id: string) => pick.includes(id);
  const ids = [...new Set([...Object.keys(lake.settings.sources), ...lake.sourceIds])].filter(wanted);
  const sources = await Promise.all(ids.map((id) => sourceMeta(lake, id)));
  const observed = sources.flatMap(({observedThrough}) => observedThrough ?? []);
  return {
    builtAt: lake.now,
    now: lake.now,
    observedThrough: observed.length ? Math.max(...observed) : null,
    sources,
    timeZone: lake.settings.timeZone,
    publishEveryMs: lake.settings.publishEveryMs,
    simulated: sources.some(({simulated}) => simulated)
  };
}

async function sourceMeta(lake: Lake, id: string): Promise<SourceMeta> {
  const {kind, about, simulated, freshForMs} = lake.settings.sources[id] ?? unknownSource;
  const row = lake.source(id);
  const readings = await lake.observedThrough("readings", id);
  const records = await Promise.all(eventLike.map((name) => lake.observedThrough(name, id)));
  const times = readings === null ? [...records, row?.lastReadAt ?? null] : [readings];
  const known = times.filter((time) => time !== null);
  const observedThrough = known.length ? Math.max(...known) : null;
  return {
    id,
    kind,
    about,
    simulated,
    state: row?.state ?? "stopped",
    message: row?.message ?? "never read",
    observedThrough,
    freshForMs,
    stale: row === undefined || lake.now - (observedThrough ?? row.stateAt) > freshForMs
  };
}
