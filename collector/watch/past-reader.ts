import type {Alert} from "./alert.ts";
import type {CatchUp} from "./catch-up.ts";
import type {LakePast} from "./read-from-lake.ts";
import type {WatchedSeries} from "./watched-series.ts";

export interface PastOptions {
  past: LakePast;
  /** Brings the lake up to date. */
  flush: () => Promise<unknown>;
  catchUp: Pick<CatchUp, "replay" | "end">;
  tell: (raised: Alert[], now: number) => Promise<void>;
  say: (line: string) => void;
  signal: AbortSignal;
}

const dayMs = 86_400_000;
/** The day's forecasts are made when the lake holds the day before, ms after midnight UTC. */
const settled = 180_000;
/** The past is asked for again so long after a failure, and where it was too short for a series, ms. */
const [retryMs, growMs] = [600_000, 3_600_000];

const dayOf = (now: number): number => Math.floor((now - settled) / dayMs);

/** Gives the walks of all series their past: at first, once a day, and more often while that fails or is too short. */
export class PastReader {
  #day = Number.NaN;
  #triedAt = Number.NEGATIVE_INFINITY;
  #problem = "the past has not been read yet";
  #reading: Promise<void> | null = null;
  #hasTried = false;

  constructor(
    private readonly series: WatchedSeries,
    private readonly options: PastOptions
  ) {}

  /** Why the past is not known; empty when it is. */
  get problem(): string {
    return this.#problem;
  }

  /** Whether the walks know as much as they can; until then, what they do not find may go on all the same. */
  get hasTried(): boolean {
    return this.#hasTried;
  }

  /** Begins to read when it is time to. */
  readWhenDue(now: number): void {
    const lacks = [...this.series].some((series) => series.lacks.length > 0);
    const wait = dayOf(now) !== this.#day ? retryMs : lacks ? growMs : Number.POSITIVE_INFINITY;
    if (Math.abs(now - this.#triedAt) >= wait) void this.read(now);
  }

  /** Resolves when the walks know the past, or when that failed, which is said. */
  read(now: number): Promise<void> {
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** Resolves when nothing is being read. */
  async end(): Promise<void> {
    await this.#reading;
  }

  async #read(now: number): Promise<void> {
    const {past, flush, catchUp, tell, say, signal} = this.options;
    this.#triedAt = now;
    const isNewDay = dayOf(now) !== this.#day;
    try {
      await flush().catch(() => {}); // said by the collector; what the lake has will do
      for (const seed of await past.seeds(signal)) {
        if (!this.series.sources.has(seed.source)) continue;
        const series = this.series.of(seed.source, seed.observed.series, now);
        if (!isNewDay && series.lacks.length === 0) continue;
        series.seed(seed, catchUp.replay(series, now));
        await new Promise((resolve) => setImmediate(resolve)); // readings come first
      }
      await catchUp.end((raised) => tell(raised, now));
      this.#day = dayOf(now);
      this.#problem = "";
    } catch (error) {
      if (signal.aborted) return;
      const problem = `the past cannot be read: ${(error as Error).message}`;
      if (problem !== this.#problem) say(`alerts: ${problem}; readings are judged without it`);
      this.#problem = problem;
    }
    this.#hasTried = true;
  }
}
