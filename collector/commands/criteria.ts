import {seriesSettings} from "../../data/settings.ts";
import {keptCriteria} from "../../loaders/lake/kept-criteria.ts";
import {number} from "../../loaders/outliers/words.ts";
import {type Config, settingsOf} from "../config.ts";
import {isSame, keepCriteria, knownCriteria} from "../criteria.ts";
import type {Say} from "../say.ts";
import {textTable} from "../text-table.ts";

interface CriteriaOptions {
  derive?: boolean;
  json?: boolean;
  print: (value: unknown) => void;
  say: Say;
}

/** `weir criteria`: the versions of every series' criteria and when they held; with `derive` they are kept from now on. */
export async function listCriteria(config: Config, {derive, json, print, say}: CriteriaOptions): Promise<void> {
  const before = keptCriteria(config.data);
  const all = derive ? await keepCriteria(config) : await knownCriteria(config);
  const kept = derive ? keptCriteria(config.data) : before;
  const isIn = (list: typeof kept, one: (typeof kept)[number], validFrom: number) =>
    list.some((other) => isSame(one, other) && other.versions.some((version) => version.validFrom === validFrom));
  const versions = all.flatMap((one) =>
    one.versions.map(({validFrom, validTo, ...version}) => ({
      source: one.source,
      series: one.series,
      criteria: version.source === "seed" ? "seed" : "derived",
      validFrom: day(validFrom),
      validTo: day(validTo),
      kept: isIn(kept, one, validFrom),
      level: version.level,
      hours: version.criteria
    }))
  );
  const added = all.flatMap((one) =>
    one.versions.filter(({validFrom}) => isIn(kept, one, validFrom) && !isIn(before, one, validFrom))
  );
  if (json) print(versions);
  else if (versions.length)
    process.stdout.write(
      textTable(
        head,
        versions.map((version) => rowOf(config, version))
      )
    );
  else say("no criteria yet: they come from criteria in weir.config.ts, and from four weeks of readings");
  if (derive) say(added.length ? `${added.length} new versions kept` : "nothing was due: all versions are kept");
}

const head = ["series", "criteria", "valid from (UTC)", "valid to (UTC)", "kept", "usual, lowest to highest hour"];

function rowOf(
  config: Config,
  {
    series,
    criteria,
    validFrom,
    validTo,
    kept,
    hours
  }: {
    series: string;
    criteria: string;
    validFrom: string;
    validTo: string;
    kept: boolean;
    hours: ({median: number} | null)[];
  }
): string[] {
  const medians = hours.flatMap((one) => one?.median ?? []);
  const {unit} = seriesSettings(settingsOf(config), series);
  const usual = `${number(Math.min(...medians))} to ${number(Math.max(...medians))} ${unit}`;
  return [series, criteria, validFrom, validTo, kept ? "yes" : criteria === "seed" ? "in the seed file" : "no", usual];
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
