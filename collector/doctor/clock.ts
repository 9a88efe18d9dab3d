import {execFile} from "node:child_process";
import {existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {promisify} from "node:util";
import {type CatalogPast, catalogPast} from "./catalog-past.ts";
import {type Finding, findings, type Subject} from "./finding.ts";
import {spanInWords} from "./in-words.ts";

const {ok, warn, fail} = findings("clock");
const remedy = "keep the clock by NTP: timedatectl set-ntp true";

export interface ClockEffects {
  now?: () => number;
  /** A clock that nobody sets, ms. */
  steady?: () => number;
  env?: NodeJS.ProcessEnv;
}

/**
 * The machine's clock against the file system's, against those of the sources that can be asked, against itself, and
 * against what the catalog was told before; and the time zone.
 */
export async function checkClock(
  {data, urls, collecting}: Subject,
  {now = Date.now, steady = () => performance.now(), env = process.env}: ClockEffects = {}
): Promise<Finding[]> {
  const started = {at: now(), steady: steady()};
  const found = [
    ...zoneProblems(env),
    ...fileSystemProblems(data, now),
    ...pastProblems(catalogPast(data), now()),
    ...(await synchronised()),
    ...(
      await Promise.all(urls.filter(({simulated}) => !simulated || collecting).map((one) => askSource(one, now)))
    ).flat()
  ];
  await sleep(250);
  const jump = now() - started.at - (steady() - started.steady);
  if (Math.abs(jump) > 100) found.push(warn(`the clock jumped by ${Math.round(jump)} ms while it was watched`, remedy));
  return found.length ? found : [ok(`${new Date(now()).toISOString().slice(0, 19)}Z, ${localZone(env)}`)];
}

const localZone = (env: NodeJS.ProcessEnv) => env.TZ || Intl.DateTimeFormat().resolvedOptions().timeZone;

function zoneProblems({TZ}: NodeJS.ProcessEnv): Finding[] {
  if (!TZ) return [];
  try {
    new Intl.DateTimeFormat("en", {timeZone: TZ.replace(/^:/, "")});
    return [];
  } catch {
    return [warn(`unknown time zone: TZ=${TZ}`, "write one as in TZ=Europe/Rome, or unset it")];
  }
}

/** A network disk stamps files with a clock of its own. */
function fileSystemProblems(data: string, now: () => number): Finding[] {
  const folder = mkdtempSync(join(existsSync(data) ? data : tmpdir(), ".clock-"));
  try {
    const file = join(folder, "now");
    const before = now();
    writeFileSync(file, "");
    const {mtimeMs} = statSync(file);
    const skew = mtimeMs < before - 2000 ? mtimeMs - before : mtimeMs > now() + 2000 ? mtimeMs - now() : 0;
    if (!skew) return [];
    return [warn(`the file system is ${spanInWords(skew)} ${skew < 0 ? "behind" : "ahead of"} this machine`, remedy)];
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function pastProblems(past: CatalogPast | null, now: number): Finding[] {
  if (!past) return [];
  const found: Finding[] = [];
  const ahead = (past.lastCommitAt ?? now) - now;
  if (ahead > 5000)
    found.push(fail(`the lake was last written ${spanInWords(ahead)} ahead of now: the clock was set back`, remedy));
  const [last] = past.setBack;
  if (last && now - last.at < 7 * 86_400_000)
    found.push(warn(`set back by ${spanInWords(last.byMs)} at ${new Date(last.at).toISOString()}`, remedy));
  const future = Math.max(now, ...past.files.map(({maxTime}) => maxTime)) - now;
  if (future > 300_000)
    found.push(
      warn(`the lake has records of ${spanInWords(future)} from now`, "check the clocks and zones of the sources")
    );
  return found;
}

/** What systemd says of NTP, where there is one. */
async function synchronised(): Promise<Finding[]> {
  try {
    const command = ["show", "--property=NTPSynchronized", "--value"];
    const {stdout} = await promisify(execFile)("timedatectl", command, {timeout: 5000});
    return stdout.trim() === "no" ? [warn("not synchronised", remedy)] : [];
  } catch {
    return [];
  }
}

/** The clock of a source's server, which its answers carry to the second. */
async function askSource({id, url}: {id: string; url: string}, now: () => number): Promise<Finding[]> {
  try {
    const before = now();
    const response = await fetch(url, {method: "HEAD", signal: AbortSignal.timeout(3000)});
    const date = Date.parse(response.headers.get("date") ?? "");
    const skew = date + 500 - (before + now()) / 2;
    if (!(Math.abs(skew) > 5000)) return [];
    return [
      warn(`the server of ${id} is ${spanInWords(skew)} ${skew < 0 ? "behind" : "ahead of"} this machine`, remedy)
    ];
  } catch {
    return []; // whether a source answers is the collector's to say
  }
}
