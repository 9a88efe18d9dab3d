import type {Catalog} from "../catalog.ts";
import type {Config} from "../config.ts";
import {bytesInWords, spanInWords} from "../doctor/in-words.ts";
import {jobPlans} from "../schedule/job-plans.ts";
import {dueAfter, type Timing} from "../schedule/timing.ts";
import {Snapshots} from "../snapshots.ts";

/** What a block has room for. */
const mostSources = 12;
const [minute, day] = [60_000, 86_400_000];
/** The lake is asked this often, ms; the sources' counts are at hand. */
const lakeEvery = 5000;

interface Accepted {
  source: string;
  batch: {read: number};
}

/** What goes on in `weir up`, in a few lines: sources with rate and lag, the lake, the site, problems. */
export class UpStatus {
  readonly #accepted = new Map<string, {at: number; read: number}[]>();
  readonly #since: number;
  readonly #publishing: Timing;
  #url = "";
  #catalog: Catalog | null = null;
  #problems: () => string[] = () => [];
  #lake = "nothing yet";
  #states = new Map<string, {state: string; lastReadAt: number | null}>();
  #publishedAt: number | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly config: Config,
    private readonly now: () => number = Date.now
  ) {
    this.#since = now();
    this.#publishing = jobPlans(config).find(({name}) => name === "publish")!.timing;
  }

  /** Counts what was accepted. */
  accepted({source, batch}: Accepted): void {
    const at = this.now();
    const recent = (this.#accepted.get(source) ?? []).filter((one) => Math.abs(at - one.at) < minute);
    const newest = recent.at(-1);
    if (newest && Math.abs(at - newest.at) < 1000) newest.read += batch.read;
    else recent.push({at, read: batch.read});
    this.#accepted.set(source, recent);
  }

  /** From now on tells of what is there. */
  watch({url, catalog, problems}: {url: string; catalog: Catalog; problems: () => string[]}): void {
    [this.#url, this.#catalog, this.#problems] = [url, catalog, problems];
  }

  lines(): string[] {
    this.#ask();
    const {sources, title} = this.config;
    const shown = sources.length > mostSources ? sources.slice(0, mostSources - 1) : sources;
    const width = Math.max(0, ...shown.map(({id}) => id.length));
    const problems = this.#problems();
    return [
      `${title}  ${this.#url || "starting"}  up ${calmly(this.now() - this.#since)}`,
      ...shown.map(({id, freshForMs}) => `  ${id.padEnd(width)}  ${this.#source(id, freshForMs)}`),
      ...(sources.length > shown.length ? [`  and ${sources.length - shown.length} more: weir lake status`] : []),
      `lake  ${this.#lake}`,
      `site  ${this.#site()}`,
      ...(problems.length ? problems.map((problem) => `PROBLEM  ${problem}`) : [])
    ];
  }

  #source(id: string, freshForMs: number): string {
    const now = this.now();
    const recent = (this.#accepted.get(id) ?? []).filter(({at}) => Math.abs(now - at) < minute);
    const perSecond =
      recent.reduce((sum, {read}) => sum + read, 0) / Math.min(60, Math.max(1, (now - this.#since) / 1000));
    const {state = "starting", lastReadAt = null} = this.#states.get(id) ?? {};
    const lastAt = this.#accepted.get(id)?.at(-1)?.at ?? lastReadAt;
    const rate =
      perSecond >= 1 || perSecond === 0
        ? `${Math.round(perSecond).toLocaleString("en")}/s`
        : `${Math.ceil(perSecond * 60)}/min`;
    const lag = lastAt === null ? "nothing yet" : ago(now - lastAt);
    const late = lastAt !== null && now - lastAt > freshForMs ? "  LATE" : "";
    return `${rate.padStart(8)}  ${lag}${state === "away" ? "  AWAY" : late}`;
  }

  #site(): string {
    const current = new Snapshots(this.config.data).current();
    const due = dueAfter(this.#publishing, this.now(), this.#publishedAt);
    const ahead = due - this.now();
    const next = `next ${ahead > day ? `in ${spanInWords(ahead)}` : `at ${new Date(due).toTimeString().slice(0, 5)}`}`;
    if (!current) return `none published yet; ${next}`;
    return `published ${ago(this.now() - current.builtAt)} (${current.id}); ${next}`;
  }

  #ask(): void {
    if (!this.#catalog || Math.abs(this.now() - this.#askedAt) < lakeEvery) return;
    this.#askedAt = this.now();
    try {
      const files = this.#catalog.files();
      const rows = files.reduce((sum, file) => sum + file.rows, 0);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      this.#lake = `${counted(rows, "row")} in ${counted(files.length, "file")}, ${bytesInWords(bytes)}`;
      this.#publishedAt = this.#catalog.lastSuccess("publish")?.startedAt ?? null;
      this.#states = new Map(this.#catalog.sources().map((row) => [row.id, row]));
    } catch {
      // a catalog that is busy or closed is asked again
    }
  }
}

const counted = (n: number, name: string) => `${n.toLocaleString("en")} ${name}${n === 1 ? "" : "s"}`;

/** Steps of ten seconds below a minute: what ticks every second is not calm. */
const calmly = (ms: number) => spanInWords(ms < minute ? Math.floor(ms / 10_000) * 10_000 : ms);
const ago = (ms: number) => (ms < 10_000 ? "just now" : `${calmly(ms)} ago`);
