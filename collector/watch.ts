import {join} from "node:path";
import type {Reading} from "../data/schema.ts";
import {seriesSettings} from "../data/settings.ts";
import type {DetectorName, Finding} from "../loaders/outliers/finding.ts";
import type {Collector} from "./collector.ts";
import {type Config, settingsOf} from "./config.ts";
import type {Silence as SourceSilence} from "./events.ts";
import {offsetAt} from "./local-time.ts";
import {takeAcknowledgements} from "./watch/acknowledgements.ts";
import type {Alert} from "./watch/alert.ts";
import {AlertBook, alertId} from "./watch/alert-book.ts";
import {type Condition, judgeCondition, noCondition} from "./watch/alert-rules.ts";
import {Courier} from "./watch/courier.ts";
import {couriersOf} from "./watch/couriers-of.ts";
import {isDue} from "./watch/due.ts";
import {ForecastTable} from "./watch/forecast-table.ts";
import {alertMessage, reportMessage} from "./watch/message.ts";
import {type LakePast, readFromLake} from "./watch/read-from-lake.ts";
import {reportText} from "./watch/report-text.ts";
import {SeriesWatch} from "./watch/series-watch.ts";
import {isSilent} from "./watch/silence.ts";
import {type WatchStatus, writeStatus} from "./watch/status.ts";

export interface WatchOptions {
  say: (line: string) => void;
  now?: () => number;
  env?: NodeJS.ProcessEnv;
  /** What is asked of the lake. */
  past?: LakePast;
}

const dayMs = 86_400_000;
/** The day's forecasts are made when the lake holds the day before, ms after midnight UTC. */
const settled = 180_000;
/** The past is asked for again so long after a failure, and where it was too short for a series, ms. */
const [retryMs, growMs] = [600_000, 3_600_000];

/**
 * From reading to alert, past the lake: every reading of a serial source goes through the detectors as it comes, alerts
 * are raised, kept and sent. What is on its way when the process ends is sent by the next one.
 */
export class Watch {
  readonly #series = new Map<string, SeriesWatch>();
  readonly #conditions = new Map<string, Condition>();
  readonly #silent = new Map<string, number>();
  readonly #stopping = new AbortController();
  readonly #forecasts = new ForecastTable();
  readonly #sources: Set<string>;
  readonly #offset: (time: number) => number;
  #couriers: Courier[] = [];
  #undo: (() => void)[] = [];
  /** Alerts that may still be told one by one before the next minute. */
  #budget: number;
  #telling: Promise<void> = Promise.resolve();
  #seeding: Promise<void> | null = null;
  #seeded = {day: Number.NaN, triedAt: Number.NEGATIVE_INFINITY, problem: "the past has not been read yet"};
  #problem = "";

  private constructor(
    private readonly config: Config,
    private readonly book: AlertBook,
    private readonly options: Required<WatchOptions>
  ) {
    this.#sources = new Set(config.sources.filter(({kind}) => kind === "serial").map(({id}) => id));
    this.#offset = (time) => offsetAt(config.timeZone, time);
    this.#budget = config.alerts.storm.most;
    for (const alert of book.open()) this.#conditions.set(keyOf(alert), noCondition(alert));
  }

  /** Takes up what an earlier watch has left: alerts that are out, messages that are not delivered. */
  static async open(
    config: Config,
    {say, now = Date.now, env = process.env, past = readFromLake(config)}: WatchOptions
  ): Promise<Watch> {
    const book = await AlertBook.open(config.data);
    if (book.damaged) say(`alerts: left out ${book.damaged} unreadable lines`);
    const watch = new Watch(config, book, {say, now, env, past});
    const folder = join(config.data, "watch", "outbox");
    for (const options of couriersOf(config, env)) watch.#couriers.push(await Courier.open(folder, options, say));
    return watch;
  }

  /** Hears what a collector reads from now on. */
  listen(collector: Pick<Collector, "on">): void {
    this.#undo.push(
      collector.on("reading", (reading) => this.take(reading)),
      collector.on("silence", (silence) => this.#silence(silence))
    );
  }

  /** Judges a reading; alerts that it raises are on their way when this resolves. */
  async take(reading: Reading): Promise<void> {
    if (!this.#sources.has(reading.source) || reading.revisedAt || reading.deleted) return;
    this.#silent.delete(reading.source);
    const now = this.options.now();
    const series = this.#seriesOf(reading.source, reading.series, now);
    series.push(reading);
    const findings = series.findings(now);
    series.noteMinute(reading.time, reading.value, findings);
    const changed = this.#judge(series, findings, now);
    if (changed.length) await this.#keepAndTell(changed, now, {gather: false});
  }

  /**
   * Every minute: judges what has not reported, tells what has become due (silences that ended, storms, alerts that go
   * on), and asks for the past once a day. Resolves when all of it is on disk.
   */
  async detect(now = this.options.now()): Promise<void> {
    this.#budget = this.config.alerts.storm.most;
    this.#seedWhenDue(now);
    const changed = await takeAcknowledgements(this.config.data, (id, by) => this.#acknowledged(id, by, now));
    for (const series of this.#series.values()) {
      const findings = series.findings(now);
      series.noteMinute(now - 60_000, null, findings);
      changed.push(...this.#judge(series, findings, now));
    }
    changed.push(...this.#judgeSilentSources(now));
    await this.#keepAndTell(changed, now, {gather: true});
    await writeStatus(this.config.data, this.status(now)).catch((error: Error) => this.#failed(error));
  }

  /** Sends the report of the ten minutes before an instant, and returns its text; on the hour with forecasts. */
  async report(now = this.options.now()): Promise<string> {
    const end = Math.floor(now / 600_000) * 600_000;
    if (end % 3_600_000 === 0) await this.forecast();
    const text = reportText([...this.#series.values()], {end, offset: this.#offset, forecasts: this.#forecasts});
    await this.#carry(reportMessage(text, end));
    return text;
  }

  /** Asks for the forecasts of the coming week; keeps the ones it has when that fails, and says so. */
  async forecast(): Promise<void> {
    await this.options.past
      .forecasts(this.#stopping.signal)
      .then((all) => this.#forecasts.set(all))
      .catch((error: Error) => {
        if (!this.#stopping.signal.aborted) this.#failed(new Error(`no new forecasts: ${error.message}`));
      });
  }

  /** Alerts that are out and the latest that are over, the latest first. */
  alerts(): Alert[] {
    return structuredClone(this.book.all());
  }

  /** Somebody knows of an alert: it is not sent again unless it grows worse. Throws for one that is unknown or over. */
  async acknowledge(id: string, by: string): Promise<Alert> {
    const alert = this.#acknowledged(id, by, this.options.now());
    await this.book.keep([alert]);
    return structuredClone(alert);
  }

  status(now = this.options.now()): WatchStatus {
    return {
      at: now,
      past: this.#seeded.problem,
      series: [...this.#series.values()].map(({facts: {source, series}, latest, lacks}) => ({
        source,
        series,
        latest: latest?.time ?? null,
        lacks
      })),
      silentSources: [...this.#sources].filter(
        (id) => ![...this.#series.values()].some(({facts}) => facts.source === id)
      ),
      outputs: this.#couriers.map((courier) => courier.status())
    };
  }

  /** Why alerts do not get out; empty when they do. */
  problems(): string[] {
    const outputs = this.#couriers.map((courier) => courier.status()).filter(({problem}) => problem);
    return [
      ...(this.#problem ? [`alerts: ${this.#problem}`] : []),
      ...outputs.map(({name, pending, problem}) => `alerts to ${name}: ${problem} (${pending} waiting)`)
    ];
  }

  /** Stops listening and sending; what has not been delivered waits on disk. */
  async stop(): Promise<void> {
    for (const undo of this.#undo) undo();
    this.#stopping.abort();
    await this.#seeding;
    await this.#telling;
    for (const courier of this.#couriers) await courier.stop();
    await this.book.close();
  }

  /** Begins to read the past now; resolves when the walks know it, or when that failed, which is said. */
  seed(now = this.options.now()): Promise<void> {
    this.#seeding ??= this.#seed(now).finally(() => {
      this.#seeding = null;
    });
    return this.#seeding;
  }

  #seedWhenDue(now: number): void {
    const day = Math.floor((now - settled) / dayMs);
    const lacks = [...this.#series.values()].some((series) => series.lacks.length > 0);
    const wait = day !== this.#seeded.day ? retryMs : lacks ? growMs : Number.POSITIVE_INFINITY;
    if (Math.abs(now - this.#seeded.triedAt) >= wait) void this.seed(now);
  }

  async #seed(now: number): Promise<void> {
    this.#seeded.triedAt = now;
    try {
      for (const seed of await this.options.past.seeds(this.#stopping.signal)) {
        if (!this.#sources.has(seed.source)) continue;
        this.#seriesOf(seed.source, seed.observed.series, now).seed(seed);
        await new Promise((resolve) => setImmediate(resolve)); // readings come first
      }
      this.#seeded = {...this.#seeded, day: Math.floor((now - settled) / dayMs), problem: ""};
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const problem = `the past cannot be read: ${(error as Error).message}`;
      if (problem !== this.#seeded.problem) this.options.say(`alerts: ${problem}; readings are judged without it`);
      this.#seeded.problem = problem;
    }
  }

  #seriesOf(source: string, series: string, now: number): SeriesWatch {
    const key = JSON.stringify([source, series]);
    const known = this.#series.get(key);
    if (known) return known;
    const settings = settingsOf(this.config);
    const {unit, min, max} = seriesSettings(settings, series);
    const facts = {source, series, unit, min, max, offset: this.#offset, criteria: this.config.criteria[series]};
    const fresh = new SeriesWatch(facts, now);
    this.#series.set(key, fresh);
    return fresh;
  }

  #judge({facts: {source, series}}: SeriesWatch, findings: Map<DetectorName, Finding>, now: number): Alert[] {
    return detectorNames.flatMap((detector) => this.#judgeOne({source, series, detector}, findings.get(detector), now));
  }

  #judgeOne(id: Pick<Alert, "source" | "series" | "detector">, finding: Finding | undefined, now: number): Alert[] {
    const key = keyOf(id);
    let condition = this.#conditions.get(key);
    if (!condition) {
      if (!finding) return [];
      condition = noCondition();
      this.#conditions.set(key, condition);
    }
    const changed = judgeCondition(condition, finding, now, this.config.alerts, (loud) => raise(id, loud, now));
    return changed ? [changed] : [];
  }

  /** A source that is open but has never told of any series. */
  #silence({source, since}: SourceSilence): void {
    if (this.#sources.has(source) && ![...this.#series.values()].some(({facts}) => facts.source === source))
      this.#silent.set(source, since);
  }

  #judgeSilentSources(now: number): Alert[] {
    return [...this.#sources].flatMap((source) => {
      const since = this.#silent.get(source);
      const finding: Finding | undefined =
        since === undefined
          ? undefined
          : {
              time: since,
              to: now,
              series: source,
              detector: "system",
              stage: 3,
              value: null,
              expected: null,
              reason: `No sensor of ${source} has reported since ${new Date(since).toISOString().slice(0, 16)}Z.`
            };
      return this.#judgeOne({source, series: source, detector: "system"}, finding, now);
    });
  }

  #acknowledged(id: string, by: string, at: number): Alert {
    const alert = this.book.get(id);
    if (!alert) throw new Error(`no such alert: ${id} (weir alerts lists them)`);
    if (alert.clearedAt !== null) throw new Error(`alert is over: ${id} (nothing to acknowledge)`);
    alert.acknowledged ??= {by, at};
    return alert;
  }

  /** One after the other, so that what is told is what was kept. A failure is said; what is due stays due. */
  #keepAndTell(changed: Alert[], now: number, {gather}: {gather: boolean}): Promise<void> {
    this.#telling = this.#telling.then(async () => {
      const problems: Error[] = [];
      const failed = (error: Error) => void problems.push(error);
      if (changed.length) await this.book.keep(changed).catch(failed);
      await this.#tell(gather ? this.book.all() : changed, now, {gather}).catch(failed);
      if (problems[0]) this.#failed(problems[0]);
      else this.#problem = "";
    });
    return this.#telling;
  }

  /** Beyond what a minute may tell one by one, alerts wait for the next minute and come as one message. */
  async #tell(candidates: Alert[], now: number, {gather}: {gather: boolean}): Promise<void> {
    const {silence, repeat, storm} = this.config.alerts;
    const due = candidates
      .filter((alert) => isDue(alert, now, repeat) && !isSilent(silence, alert.series, now, this.#offset))
      .sort((a, b) => a.raisedAt - b.raisedAt);
    if (!due.length) return;
    if (gather && due.length > storm.most) await this.#send(due, now);
    else for (const alert of due) if (gather || this.#budget > 0) await this.#send([alert], now);
  }

  async #send(alerts: Alert[], now: number): Promise<void> {
    this.#budget--;
    await this.#carry(alertMessage(structuredClone(alerts), now));
    for (const alert of alerts)
      alert.told = {messages: alert.told.messages + 1, stage: alert.clearedAt === null ? alert.stage : 0, at: now};
    this.book.note(alerts);
  }

  async #carry(message: Parameters<Courier["add"]>[0]): Promise<void> {
    await Promise.all(this.#couriers.map((courier) => courier.add(message)));
  }

  #failed({message}: Error): void {
    if (message !== this.#problem) this.options.say(`alerts: ${message}`);
    this.#problem = message;
  }
}

const detectorNames: DetectorName[] = ["system", "value", "prediction", "night"];

const keyOf = ({source, series, detector}: Pick<Alert, "source" | "series" | "detector">): string =>
  JSON.stringify([source, series, detector]);

function raise(id: Pick<Alert, "source" | "series" | "detector">, finding: Finding, now: number): Alert {
  const {stage, value, expected, reason, time, to} = finding;
  return {
    id: alertId({...id, raisedAt: now}),
    ...id,
    stage,
    value,
    expected,
    reason,
    since: time,
    time: to,
    raisedAt: now,
    clearedAt: null,
    acknowledged: null,
    told: {messages: 0, stage: null, at: 0}
  };
}
