import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {codeVersion} from "../loaders/fitted/code-version.ts";
import {decodeFitted, fittedFolder} from "../loaders/fitted/fitted-file.ts";
import type {Catalog} from "./catalog.ts";
import type {Config} from "./config.ts";
import {runCommand} from "./run-command.ts";

/** Of all processes, these give way. */
const niceness = 15;
/** There is nothing to learn from less, ms. */
const leastMs = 2 * 86_400_000;
/** A failed training is not repeated sooner, ms. */
const retryMs = 3_600_000;

/**
 * Whether the models should learn anew: they never have, it is long ago, or twice as much has been collected since. A
 * time later than now, told by a clock that was ahead, is as none.
 *
 * @param state when they last learnt and tried to, and the oldest of what was collected, ms; null where there is none
 */
export function trainingDue(
  {oldest, ...last}: {learnt: number | null; tried: number | null; oldest: number | null},
  everyMs: number,
  now: number
): boolean {
  const known = (time: number | null) => (time !== null && time <= now ? time : null);
  const [learnt, tried] = [known(last.learnt), known(last.tried)];
  if (oldest === null || now - oldest < leastMs || (tried !== null && now - tried < Math.min(retryMs, everyMs)))
    return false;
  return learnt === null || now - learnt >= Math.min(everyMs, learnt - oldest);
}

/** Trains in a process of its own that gives way to all others, where that is due. */
export class Training {
  #tried: number | null = null;

  constructor(
    private readonly config: Config,
    private readonly catalog: Catalog,
    private readonly program = process.argv[1]!
  ) {}

  /** Whether there is something to learn; how long ago it last was counts where `jobs` says nothing of when. */
  isDue(now = Date.now()): boolean {
    const {train, jobs} = this.config;
    const everyMs = jobs.train?.at || jobs.train?.every ? 0 : train.every;
    const times = this.catalog.files().map(({minTime}) => minTime);
    const oldest = times.length ? times.reduce((a, b) => Math.min(a, b)) : null;
    const learnt = knows(this.config) ? (this.catalog.lastSuccess("train")?.endedAt ?? null) : null;
    return trainingDue({learnt, tried: this.#tried, oldest}, everyMs, now);
  }

  /** Resolves to how many series were fitted. Throws in words when it fails, and when it is aborted. */
  async run(signal: AbortSignal): Promise<number> {
    this.#tried = Date.now();
    const stdout = await runCommand(this.config, ["train", "--json"], {signal, niceness, program: this.program});
    const series = JSON.parse(stdout) as {model: string | null}[];
    const fitted = series.filter(({model}) => model !== null).length;
    if (fitted === 0) throw new Error("no series has two days of values yet");
    return fitted;
  }
}

/** Whether something was learnt that the models of today can use: an upgrade makes them learn anew. */
function knows({root, data}: Pick<Config, "root" | "data">): boolean {
  const folder = join(data, fittedFolder);
  const name = existsSync(folder) && readdirSync(folder).find((one) => one.endsWith(".model"));
  return (
    Boolean(name) && decodeFitted(readFileSync(join(folder, `${name}`)))?.code === codeVersion(join(root, "loaders"))
  );
}
