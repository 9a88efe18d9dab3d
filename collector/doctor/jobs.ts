import type {Config} from "../config.ts";
import {jobPlans} from "../schedule/job-plans.ts";
import {dueAfter} from "../schedule/timing.ts";
import {Snapshots} from "../snapshots.ts";
import {type CatalogPast, catalogPast} from "./catalog-past.ts";
import {type Finding, findings, type Subject} from "./finding.ts";
import {spanInWords} from "./in-words.ts";

const snapshot = findings("snapshot");
const jobs = findings("jobs");

/** How old what readers see is. Where nothing runs, an old snapshot is no surprise. */
export function checkSnapshot({data, config, collecting}: Subject, {now = Date.now} = {}): Finding[] {
  const snapshots = new Snapshots(data);
  const current = snapshots.current();
  const [newest] = snapshots.list();
  if (!current && newest)
    return [snapshot.fail("readers get none of those there are", `weir snapshots rollback ${newest.id}`)];
  if (!current) return [snapshot.warn("none is published", "weir publish, or weir up")];
  const age = now() - current.builtAt;
  const text = `${current.id}, built ${spanInWords(age)} ago`;
  if (!current.verdict.good)
    return [snapshot.warn(`${text}: ${current.verdict.notes.join("; ")}`, "weir build says more")];
  const every = collecting && config ? everyOf(config).publish! : Number.POSITIVE_INFINITY;
  if (age > 3 * every)
    return [
      snapshot.warn(`${text}, though one is due every ${spanInWords(every)}`, "see what weir up says of publishing")
    ];
  return [snapshot.ok(text)];
}

/** Jobs whose newest run failed, or that are overdue while a collector runs. */
export function checkJobs({data, config, collecting}: Subject, {now = Date.now} = {}): Finding[] {
  const past = catalogPast(data);
  if (!past?.jobs.length) return [jobs.ok("none has run yet")];
  const found = past.jobs.flatMap((job): Finding[] => {
    const ago = `${spanInWords(now() - job.endedAt)} ago`;
    if (!job.ok)
      return [
        jobs.warn(`${job.job} failed ${ago}: ${job.message.split("\n")[0]}`, "mend what it names; it is tried again")
      ];
    const every = collecting && config ? everyOf(config)[job.job] : undefined;
    const late = every && job.succeededAt !== null ? now() - job.succeededAt - every : 0;
    if (!every || late <= Math.max(every, 600_000)) return [];
    return [
      jobs.warn(`${job.job} is ${spanInWords(late)} late`, "see what weir up says; the machine may be overloaded")
    ];
  });
  return found.length ? found : [jobs.ok(newest(past, now()))];
}

const newest = ({jobs}: CatalogPast, now: number) =>
  jobs.map(({job, endedAt}) => `${job} ${spanInWords(now - endedAt)} ago`).join(", ");

/** How often jobs run at the least, ms. */
function everyOf(config: Config): Record<string, number> {
  const plans = jobPlans(config).filter(({asked}) => !asked);
  const now = Date.now();
  const spans = plans.map(({name, timing}) => {
    const due = dueAfter(timing, now, now);
    return [name, dueAfter(timing, due, due) - due] as const;
  });
  return {...Object.fromEntries(spans), ...(config.jobs.train ? {} : {train: config.train.every})};
}
