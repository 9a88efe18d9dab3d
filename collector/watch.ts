import {join} from "node:path";
import type {Reading} from "../data/schema.ts";
import {tenMinuteOf} from "../loaders/outliers/ten-minute-means.ts";
import {readHourlyForecasts} from "../loaders/water/hourly-forecasts.ts";
import type {Collector} from "./collector.ts";
import type {Config} from "./config.ts";
import {offsetAt} from "./local-time.ts";
import {jobPlans} from "./schedule/job-plans.ts";
import type {Timing} from "./schedule/timing.ts";
import {takeAcknowledgements} from "./watch/acknowledgements.ts";
import type {Alert} from "./watch/alert.ts";
import {AlertBook} from "./watch/alert-book.ts";
import {AlertJudge} from "./watch/alert-judge.ts";
import {CatchUp} from "./watch/catch-up.ts";
import {Courier} from "./watch/courier.ts";
import {couriersOf} from "./watch/couriers-of.ts";
import {ForecastTable} from "./watch/forecast-table.ts";
import {type Judged, readJudged, writeJudged} from "./watch/judged.ts";
import {tenMinuteMessage} from "./watch/message.ts";
import {nightText} from "./watch/night-text.ts";
import {PastReader} from "./watch/past-reader.ts";
import {type LakePast, readFromLake} from "./watch/read-from-lake.ts";
import {reportText} from "./watch/report-text.ts";
import type {SeriesWatch} from "./watch/series-watch.ts";
import {SilentSources} from "./watch/silent-sources.ts";
import {type WatchStatus, writeStatus} from "./watch/status.ts";
import {Teller} from "./watch/teller.ts";
import {WatchedSeries} from "./watch/watched-series.ts";

/** Readings dated further ahead are not judged, ms: no zone is further off. */
const mostAhead = 86_400_000;

export interface WatchOptions {
  say: (line: string) => void;
  now?: () => number;
  env?: NodeJS.ProcessEnv;
  /** What is asked of the lake. */
  past?: LakePast;
  /** Brings the lake up to date before it is asked: an earlier process may have left readings that nobody has judged. */
  flush?: () => Promise<unknown>;
}

/**
 * From reading to alert, past the lake: every reading of a serial source goes through the detectors as it comes, alerts
 * are raised, kept and sent. What is on its way when the process ends is sent by the next one.
 */
export class Watch {
  readonly #stopping = new AbortController();
  /** When forecasts are to be made. */
  readonly #forecasting: Timing;
  readonly #offset: (time: number) => number;
  readonly #series: WatchedSeries;
  readonly #silent: SilentSources;
  readonly #past: PastReader;
  readonly #judge: AlertJudge;
  readonly #catchUp: CatchUp;
  #undo: (() => void)[] = [];
  /** Forecasts that were said to be old, by when they were made. */
  #toldOf: number | null = null;
  /** Series of which readings were said to be dated ahead. */
  readonly #toldAhead = new Set<SeriesWatch>();

  private constructor(
    private readonly config: Config,
    private readonly book: AlertBook,
    private readonly teller: Teller,
    left: Judged,
    private readonly options: Required<WatchOptions>
  ) {
    this.#offset = (time) => offsetAt(config.timeZone, time);
    this.#forecasting = jobPlans(config).find(({name}) => name === "forecast")!.timing;
    this.#series = new WatchedSeries(config, this.#offset);
    this.#silent = new SilentSources(this.#series);
    this.#judge = new AlertJudge(config.alerts, book, () => this.#past.hasTried);
    this.#catchUp = new CatchUp(left, this.#judge);
    this.#past = new PastReader(this.#series, {
      ...options,
      catchUp: this.#catchUp,
      tell: (raised, now) => teller.tellAll(raised, now),
      signal: this.#stopping.signal
    });
  }

  /** Takes up what an earlier watch has left: alerts that are out, messages that are not delivered. */
  static async open(
    config: Config,
    {say, now = Date.now, env = process.env, past = readFromLake(config), flush = async () => {}}: WatchOptions
  ): Promise<Watch> {
    const book = await AlertBook.open(config.data);
    if (book.damaged) say(`alerts: left out ${book.damaged} unreadable lines`);
    const folder = join(config.data, "watch");
    const couriers: Courier[] = [];
    for (const options of couriersOf(config, env)) couriers.push(await Courier.open(folder, options, say));
    const teller = new Teller(book, couriers, config.alerts, (time) => offsetAt(config.timeZone, time), say);
    await teller.resume();
    const left = (await readJudged(config.data)) ?? {at: now(), series: []};
    await writeJudged(config.data, left).catch((error: Error) => teller.failed(error));
    return new Watch(config, book, teller, left, {say, now, env, past, flush});
  }

  /** Hears what a collector reads from now on. */
  listen(collector: Pick<Collector, "on">): void {
    this.#undo.push(
      collector.on("reading", (reading) => this.take(reading)),
      collector.on("silence", (silence) => this.#silent.note(silence))
    );
  }

  /** Judges a reading, unless it is dated too far ahead; alerts that it raises are on their way when this resolves. */
  async take(reading: Reading): Promise<void> {
    if (!this.#series.sources.has(reading.source) || reading.revisedAt || reading.deleted) return;
    this.#silent.forget(reading.source);
    const now = this.options.now();
    const series = this.#series.of(reading.source, reading.series, now);
    if (reading.time > now + mostAhead) return this.#tellAhead(series, reading.time);
    const over = series.push(reading, now);
    const findings = series.findings(now);
    series.noteMinute(reading.time, reading.value, findings);
    const late = this.#judge.judgeOver(series, over, now);
    const changed = late.length ? late : this.#judge.judgeSeries(series, findings, now);
    if (changed.length) await this.teller.tell(changed, now);
  }

  /**
   * Every minute: judges what has not reported, tells what has become due (silences that ended, storms, alerts that go
   * on), and asks for the past once a day. Alerts of a source that is not watched any more are over after a calm.
   * Resolves when all of it is on disk.
   */
  async detect(now = this.options.now()): Promise<void> {
    this.#past.readWhenDue(now);
    await takeAcknowledgements(this.config.data, {
      isOpen: (id) => this.book.get(id)?.clearedAt === null,
      acknowledge: (id, by) => this.acknowledge(id, by)
    }).catch((error: Error) => this.teller.failed(error));
    const changed: Alert[] = [];
    for (const series of this.#series) {
      const findings = series.findings(now);
      series.noteMinute(now - 60_000, null, findings);
      changed.push(...this.#judge.judgeSeries(series, findings, now));
    }
    for (const source of this.#series.sources) {
      const finding = this.#silent.finding(source, now);
      changed.push(...this.#judge.judge({source, series: source, detector: "system"}, finding, now));
    }
    for (const alert of this.book.open())
      if (!this.#series.sources.has(alert.source)) changed.push(...this.#judge.judge(alert, undefined, now));
    const judged = this.#catchUp.judged(this.#series, now);
    await this.teller.tellAll(changed, now);
    await this.#leaveWord(judged, now).catch((error: Error) => this.teller.failed(error));
  }

  /**
   * Sends the report of the ten minutes before an instant, and returns its text. On the hour it has the forecasts that are
   * kept; where those are old, that is said.
   */
  async report(now = this.options.now()): Promise<string> {
    const end = tenMinuteOf(now);
    const forecasts = this.#forecasts();
    if (end % 3_600_000 === 0) this.#tellAge(forecasts, now);
    const text = reportText([...this.#series], {end, offset: this.#offset, forecasts});
    await this.teller.carry(tenMinuteMessage("reports", text, end));
    return text;
  }

  /** Between 22:00 and 5:00 sends what flowed in the ten minutes before an instant, and returns its text; null by day. */
  async nightFlow(now = this.options.now()): Promise<string | null> {
    const end = tenMinuteOf(now);
    const text = nightText(this.#series, {end, now, offset: this.#offset});
    if (text !== null) await this.teller.carry(tenMinuteMessage("nightFlow", text, end));
    return text;
  }

  /** Begins to read the past now; resolves when the walks know it, or when that failed, which is said. */
  seed(now = this.options.now()): Promise<void> {
    return this.#past.read(now);
  }

  /** Alerts that are out and the latest that are over, the latest first. */
  alerts(): Alert[] {
    return structuredClone(this.book.all());
  }

  /** What people call each series. */
  names(): (series: string) => string {
    return this.#series.names();
  }

  /** Somebody knows of an alert: it is not sent again unless it grows worse. Throws for one that is unknown or over. */
  async acknowledge(id: string, by: string): Promise<Alert> {
    const alert = this.book.get(id);
    if (!alert) throw new Error(`no such alert: ${id} (weir alerts lists them)`);
    if (alert.clearedAt !== null) throw new Error(`alert is over: ${id} (nothing to acknowledge)`);
    alert.acknowledged ??= {by, at: this.options.now()};
    await this.book.keep([alert]);
    return structuredClone(alert);
  }

  status(now = this.options.now()): WatchStatus {
    const forecasts = this.#forecasts();
    return {
      at: now,
      past: this.#past.problem,
      series: [...this.#series].map(({facts: {source, series}, latest, lacks}) => ({
        source,
        series,
        latest: latest?.time ?? null,
        lacks
      })),
      silentSources: this.#series.unheard,
      forecasts: {madeAt: forecasts.madeAt, old: forecasts.isOld(this.#forecasting, now)},
      outputs: this.teller.status()
    };
  }

  /** Why alerts do not get out; empty when they do. */
  problems(): string[] {
    return this.teller.problems();
  }

  /** Stops listening and sending; what has not been delivered waits on disk. */
  async stop(): Promise<void> {
    for (const undo of this.#undo) undo();
    this.#stopping.abort();
    await this.#past.end();
    const now = this.options.now();
    const judged = this.#catchUp.judged(this.#series, now);
    await this.teller.stop();
    await this.#leaveWord(judged, now).catch((error: Error) => this.teller.failed(error));
  }

  async #leaveWord(judged: Judged, now: number): Promise<void> {
    await writeStatus(this.config.data, this.status(now));
    await writeJudged(this.config.data, judged);
  }

  #forecasts(): ForecastTable {
    return new ForecastTable(readHourlyForecasts(this.config.data));
  }

  #tellAhead(series: SeriesWatch, time: number): void {
    if (this.#toldAhead.has(series)) return;
    this.#toldAhead.add(series);
    const date = new Date(time).toISOString().slice(0, 16);
    this.options.say(
      `alerts: ${series.facts.series} is dated ahead, ${date}Z: such readings are kept and not judged (check its clock)`
    );
  }

  #tellAge(forecasts: ForecastTable, now: number): void {
    const {madeAt} = forecasts;
    const isOld = forecasts.isOld(this.#forecasting, now);
    if (isOld && madeAt !== this.#toldOf)
      this.options.say(`alerts: the report's forecasts are old: of ${new Date(madeAt!).toISOString().slice(0, 16)}Z`);
    this.#toldOf = isOld ? madeAt : null;
  }
}
