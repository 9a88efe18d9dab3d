import {setMaxListeners} from "node:events";
import type {Reading} from "../data/schema.ts";
import {Books, booksEvery} from "./books.ts";
import {Catalog, type Run} from "./catalog.ts";
import {type Accepted, collect} from "./collect.ts";
import {type Config, settingsOf} from "./config.ts";
import type {CollectorEvents} from "./events.ts";
import {lakeFolder, spoolFolder} from "./folders.ts";
import {LakeWriter} from "./lake-writer.ts";
import {type Listener, Listeners} from "./listeners.ts";
import {LiveReadings} from "./live-readings.ts";
import {type Lock, takeLock} from "./lock.ts";
import {type Maintained, maintain, type Tidied, tidy} from "./maintain.ts";
import {type Retired, retain} from "./retain.ts";
import {catchUp, retentionOf} from "./retention-of.ts";
import {hashingKey, keyedHash} from "./secret.ts";
import {pause} from "./source.ts";
import {Spool} from "./spool.ts";

export interface CollectorOptions {
  say: (line: string) => void;
  onAccepted?: (accepted: Accepted) => void;
  /** How often the books are checked, ms. */
  booksEvery?: number;
}

/** Sources can be faster than `lake.every`: when so much has been spooled, the lake is written at once, bytes. */
const flushBytes = 16 * 2 ** 20;

/** How long sources may take to hand over what they cannot read again, ms. */
const patience = 5000;

/** The long-running half on one data folder: sources into the spool, the spool into the lake. */
export class Collector {
  readonly #failed = (error: unknown) => this.#listenerFailed(error);
  readonly live = new LiveReadings(this.#failed);
  readonly #listeners: {[Name in keyof CollectorEvents]: Listeners<CollectorEvents[Name]>} = {
    reading: new Listeners(this.#failed),
    silence: new Listeners(this.#failed),
    reconnect: new Listeners(this.#failed)
  };
  readonly #stopping = new AbortController();
  readonly #lastRead = new Map<string, number>();
  #work: Promise<unknown> = Promise.resolve();
  #maintaining: Promise<unknown> = Promise.resolve();
  #problem = "";
  #listenerProblem = "";
  /** Ends the pause before the next flush. */
  #flushNow = () => {};

  private constructor(
    private readonly config: Config,
    private readonly lock: Lock,
    private readonly spool: Spool,
    private readonly writer: LakeWriter,
    readonly catalog: Catalog,
    private readonly books: Books,
    private readonly options: CollectorOptions
  ) {}

  /** Takes the data folder and repairs what a crash left. Throws if another collector holds the folder. */
  static async open(config: Config, options: CollectorOptions): Promise<Collector> {
    const lock = takeLock(config.data, "collector");
    const catalog = new Catalog(config.data);
    catalog.setSettings(settingsOf(config));
    const spool = await Spool.open(spoolFolder(config.data), {
      maxBytes: config.lake.spoolBytes,
      watermark: catalog.watermark()
    });
    const writer = new LakeWriter(lakeFolder(config.data), spool, catalog);
    await writer.recover();
    // However soon and often a collector dies, each one brings the lake a step further.
    if (spool.bytes >= flushBytes) await writer.flush({ranges: 1}).catch(() => {}); // said by the next flush
    return new Collector(config, lock, spool, writer, catalog, await Books.open(catalog, spool), options);
  }

  /**
   * Starts every source, and the writing of the lake at the configured interval.
   *
   * @param maintains whether it also maintains the lake, which otherwise the schedule does
   */
  start({maintains = true} = {}): void {
    const {signal} = this.#stopping;
    setMaxListeners(0, signal); // every source listens
    const {sources, data} = this.config;
    const hash = keyedHash(hashingKey(data));
    const {silence, reconnect} = this.#listeners;
    const collecting = collect({
      sources,
      spool: this.spool,
      catalog: this.catalog,
      hash,
      signal,
      say: this.options.say,
      onAccepted: (event) => this.#accepted(event),
      onSilence: (event) => silence.tell(event),
      onReconnect: (event) => reconnect.tell(event)
    });
    this.#work = Promise.all([
      collecting,
      this.#flushRegularly(signal),
      this.#checkRegularly(signal),
      maintains && this.#maintainRegularly(signal)
    ]);
  }

  /**
   * Calls back for every such event from now on, until the returned function is called. What a listener throws, or its
   * promise rejects with, is said; collecting goes on.
   */
  on<Name extends keyof CollectorEvents>(name: Name, listener: Listener<CollectorEvents[Name]>): () => void {
    return this.#listeners[name].add(listener);
  }

  #listenerFailed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== this.#listenerProblem) this.options.say(`a listener failed, collecting goes on: ${message}`);
    this.#listenerProblem = message;
  }

  #accepted(event: Accepted): void {
    this.books.accept({...event, read: event.batch.read});
    this.#lastRead.set(event.source, Date.now());
    if (this.spool.bytes >= flushBytes) this.#flushNow();
    if (event.batch.dataset === "readings")
      for (const reading of event.batch.records as Reading[]) {
        if (reading.deleted) continue; // it tells of a row that is gone, not of a value
        this.live.publish(reading);
        this.#listeners.reading.tell(reading);
      }
    this.options.onAccepted?.(event);
  }

  async #flushRegularly(signal: AbortSignal): Promise<void> {
    let mayBeBehind = true; // a crash may have left much
    signal.addEventListener("abort", () => this.#flushNow());
    while (!signal.aborted) {
      const enough = new AbortController();
      this.#flushNow = () => enough.abort();
      const isBehind = mayBeBehind && this.spool.bytes >= flushBytes;
      if (!isBehind) await pause(this.config.lake.every, enough.signal);
      const written = await this.flush().catch(() => 0); // said by flush; the spool keeps everything until the next try
      mayBeBehind = written > 0; // more may have come than one flush takes
    }
  }

  async #checkRegularly(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#checkBooks();
      await pause(this.options.booksEvery ?? booksEvery, signal);
    }
  }

  async #checkBooks(): Promise<void> {
    const startedAt = Date.now();
    const verdict = await this.books.check();
    if (!verdict) return;
    this.options.say(verdict.message);
    this.recordRun({job: "books", startedAt, endedAt: Date.now(), ...verdict});
  }

  async #maintainRegularly(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.config.lake.compactEvery, signal);
      if (signal.aborted) return;
      await this.maintain(signal).catch((error: Error) =>
        this.options.say(`lake: cannot tidy up, the next try is in a while: ${error.message}`)
      );
    }
  }

  /** Merges small files, takes out what is past keeping, deletes what nobody reads any more. */
  maintain(signal: AbortSignal): Promise<Maintained> {
    const {data, lake} = this.config;
    const both = AbortSignal.any([signal, this.#stopping.signal]);
    const retention = {keepMs: lake.keep, stepMs: catchUp * lake.compactEvery};
    return this.#inTurn(() => maintain(lakeFolder(data), this.catalog, {...retention, signal: both}));
  }

  /** Merges small files and deletes what nobody reads any more. */
  tidy(signal: AbortSignal): Promise<Tidied> {
    const both = AbortSignal.any([signal, this.#stopping.signal]);
    return this.#inTurn(() => tidy(lakeFolder(this.config.data), this.catalog, {signal: both}));
  }

  /** Takes out what is past keeping. */
  retain(): Promise<Retired> {
    return this.#inTurn(async () => retain(this.catalog, retentionOf(this.config)));
  }

  /** One at a time: what is being merged must not be taken out meanwhile. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#maintaining.then(work);
    this.#maintaining = turn.catch(() => {});
    return turn;
  }

  /** Brings the lake up to date with what was accepted. Throws when it cannot; nothing is lost by that. */
  async flush(): Promise<number> {
    try {
      const records = await this.writer.flush();
      this.catalog.setLastRead(this.#lastRead);
      if (this.#problem) this.options.say("lake: writing again");
      this.#problem = "";
      return records;
    } catch (error) {
      const {message} = error as Error;
      if (message !== this.#problem)
        this.options.say(`lake: cannot write, the spool keeps everything meanwhile: ${message}`);
      this.#problem = message;
      throw error;
    }
  }

  /** Keeps what became of a job for people to see; a catalog that cannot be written is said, and nothing more. */
  recordRun(run: Run): void {
    try {
      this.catalog.addRun(run);
    } catch (error) {
      this.options.say(`cannot record the run of ${run.job}: ${(error as Error).message}`);
    }
  }

  /** Why the collector is not well; empty when it is. */
  problems(): string[] {
    return [...(this.#problem ? [`lake: ${this.#problem}`] : []), ...(this.books.problem ? [this.books.problem] : [])];
  }

  /** Stops the sources, writes what was accepted, gives the folder back. What cannot be written stays in the spool. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.flush().catch(() => {}); // makes room for what sources still hand over
    const enough = new AbortController();
    await Promise.race([this.#work, pause(patience, enough.signal)]);
    enough.abort();
    await this.spool.close();
    await this.#work;
    await this.flush().catch(() => {});
    await this.#checkBooks();
    this.writer.close();
    this.catalog.close();
    this.lock.release();
  }
}
