import {basename} from "node:path";
import {gone, unlessMoved} from "./cannot-read.ts";
import type {Chunk} from "./chunk.ts";
import {findNewest} from "./find-again.ts";
import type {KnownFile} from "./known-file.ts";
import {type ChainFile, findLog, logChain, sameFile} from "./log-chain.ts";
import {LogFile} from "./log-file.ts";
import {type Loss, lostFiles} from "./loss.ts";
import {openLog} from "./open-log.ts";
import type {ReadOptions} from "./read-options.ts";
import {begin, remembered, resume} from "./resume.ts";
import {firstUnread, successor} from "./successor.ts";

/** Where reading stands: the files that were read, the oldest first, the last one perhaps not to its end. */
export interface LogCursor {
  files: KnownFile[];
}

/** Lines, and the cursor to go on from any of them. */
export interface LogLines extends Chunk {
  cursor: (end: number) => LogCursor;
}

/** What is gone before it was read, and the cursor to go on after it. */
export interface LogLosses {
  losses: Loss[];
  cursor: LogCursor;
}

type Items = AsyncGenerator<LogLines | LogLosses>;

/** Polls after which a file that nobody adds to counts as finished, and a log that is missing as gone. */
const patience = 10;
/** A log that was still at its path so shortly ago has had one successor since, ms. */
const recent = 5000;

/** Reads a log that grows and is rotated. What cannot be read any more is told once, at the second look: files move. */
export class LogReader {
  #known: KnownFile[] | null;
  /** Read before the open ones, the oldest first: not to be opened again. */
  #older: KnownFile[] = [];
  #previous: LogFile | null = null;
  #current: LogFile | null = null;
  /** The current file at the end of the last poll. */
  #polled: LogFile | null = null;
  /** When it was changed last, if nothing is known of it. */
  #changed: bigint | null = null;
  /** What seemed to be lost at the last look. */
  #suspected = "";
  #wasCut = false;
  /** What is missing before the next file was told. */
  #told = false;
  /** Polls without an addition to the previous file, and without a log. */
  #quiet = 0;
  #absent = 0;
  /** When the current file was last seen to be the log. */
  #seenAsLog = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly path: string,
    cursor: LogCursor | null,
    private readonly options: ReadOptions,
    private readonly now = () => performance.now()
  ) {
    this.#known = cursor?.files ?? null;
  }

  /** The file that is being read. */
  get name(): string {
    return this.#current?.name ?? basename(this.path);
  }

  /** Everything there is to read at present. Throws in words when there is no log, or it cannot be read. */
  async *poll(): Items {
    if (!this.#current) yield* this.#resume();
    if (this.#previous) yield* this.#readPrevious(this.#previous);
    const polled = this.#current;
    const changed = polled && !polled.known() ? await polled.changed() : null;
    if (polled && changed !== this.#changed) yield* this.#readMissed(polled);
    while (this.#current) {
      if (!(yield* this.#read(this.#current))) return await this.#letGo();
      if (!(yield* this.#moveOn(this.#current))) break;
    }
    this.#polled = this.#current;
    this.#changed = this.#current === polled ? changed : null;
  }

  async close(): Promise<void> {
    await this.#current?.close();
    await this.#previous?.close();
    this.#current = this.#previous = null;
  }

  async *#resume(): Items {
    const known = this.#known;
    const resumed = await (known
      ? resume(this.path, known, this.options, this.#wasCut)
      : begin(this.path, this.options)
    ).catch(unlessMoved);
    if (!resumed) return;
    const {losses} = resumed;
    ({older: this.#older, previous: this.#previous, current: this.#current} = resumed);
    this.#quiet = 0;
    if (this.#isToBeSeenAgain(losses.map(({reason}) => reason).join())) return await this.close();
    this.#told = losses.length > 0;
    this.#wasCut = false;
    yield* this.#report(losses);
  }

  /** Remembers what was read of a file that was cut, to find a copy of it. */
  async #letGo(): Promise<void> {
    this.#known = this.#cursor().files;
    this.#wasCut = true;
    await this.close();
  }

  /** Returns false when the file was written anew. */
  async *#read(file: LogFile): AsyncGenerator<LogLines, boolean> {
    for (;;) {
      const chunk = await file.next();
      if (typeof chunk === "string") return chunk === "end";
      yield this.#lines(file, chunk);
    }
  }

  /** Late lines of a writer that still has the rotated file open. */
  async *#readPrevious(previous: LogFile): Items {
    const {end} = previous;
    const asBefore = yield* this.#read(previous);
    this.#quiet = previous.end === end ? this.#quiet + 1 : 0;
    const isFinished = previous.isCompressed || this.#quiet >= patience;
    if (isFinished) yield* this.#flush(previous);
    if (!asBefore || (isFinished && (await previous.isFinal()))) yield* this.#retire(previous);
  }

  /** A log that was empty may have been filled, copied and cut since: then its copy comes first. Returns whether so. */
  async *#readMissed(current: LogFile): AsyncGenerator<LogLines | LogLosses, boolean> {
    if (!current.wasLog || current.known() || current !== this.#polled) return false;
    const chain = await logChain(this.path);
    const before = chain.findIndex((file) => this.#previous && sameFile(file, this.#previous));
    const newest = before < 0 ? await findNewest(this.#before(), chain, this.options.hash) : null;
    await newest?.text.close();
    const next = await firstUnread(chain, (newest?.index ?? before) + 1);
    const isBefore = next && chain.indexOf(next) < chain.findIndex((file) => sameFile(file, current));
    const opened = isBefore ? await openLog(next, this.options).catch(unlessMoved) : null;
    if (!opened) return false;
    this.#current = opened.current;
    await current.close();
    yield* this.#report(opened.losses);
    return true;
  }

  /** Goes on to the next file. Returns whether there is one. */
  async *#moveOn(current: LogFile): AsyncGenerator<LogLines | LogLosses, boolean> {
    const log = await findLog(this.path);
    if (log && sameFile(log, current)) {
      this.#seenAsLog = this.now();
      this.#absent = 0;
      this.#suspected = "";
      this.#told = false;
      return false;
    }
    if (yield* this.#readMissed(current)) return true;
    const chain = await logChain(this.path);
    const {same, next, doubt} = await successor(chain, current, this.#before(), this.options.hash);
    if (same) {
      this.#current = await LogFile.open(chain[same.index]!, this.options, current.known()!, same.text);
      await current.close();
      return false;
    }
    this.#absent = log ? 0 : this.#absent + 1;
    if (!next && this.#absent > patience) throw gone(this.path);
    const isDoubtful = !this.#told && (doubt === "gap" || (doubt === "deleted" && !this.#wasLogJustNow()));
    if (!next || this.#isToBeSeenAgain(isDoubtful ? `${next.path} ${next.inode}` : "")) return false;
    // Whoever takes these may take long: what comes next is looked up anew.
    if (this.#previous) yield* this.#retire(this.#previous);
    else if (!current.isCompressed || !(yield* this.#flush(current)))
      return yield* this.#goTo(next, current, isDoubtful);
    return true;
  }

  async *#goTo(next: ChainFile, current: LogFile, isDoubtful: boolean): AsyncGenerator<LogLosses, boolean> {
    const opened = await openLog(next, this.options).catch(unlessMoved);
    if (!opened) return false;
    const between = isDoubtful ? [lostFiles(current.name, opened.current.name, current.offset)] : [];
    const losses = [...current.losses(current.end), ...between, ...opened.losses];
    if (current.isCompressed) current.finish();
    this.#current = opened.current;
    this.#previous = current;
    this.#quiet = 0;
    this.#told = false;
    yield* this.#report(losses);
    return true;
  }

  /** The unfinished last line of a file. Returns whether there is one. */
  async *#flush(file: LogFile): AsyncGenerator<LogLines, boolean> {
    const rest = await file.flush();
    if (rest) yield this.#lines(file, rest);
    return rest !== null;
  }

  /** Lets go of the previous file for good. */
  async *#retire(previous: LogFile): Items {
    yield* this.#flush(previous);
    const losses = previous.losses(previous.offset);
    previous.finish();
    const known = previous.known();
    if (known) this.#older = [...this.#older, known].slice(-remembered);
    this.#previous = null;
    await previous.close();
    yield* this.#report(losses);
  }

  #lines(file: LogFile, chunk: Chunk): LogLines {
    return {...chunk, cursor: (end) => this.#cursor(file, end)};
  }

  async *#report(losses: Loss[]): AsyncGenerator<LogLosses> {
    if (losses.length) yield {losses, cursor: this.#cursor()};
  }

  /** `file` has been read up to `end`, the others as far as they were handed over. */
  #cursor(file?: LogFile, end?: number): LogCursor {
    const current = this.#current?.known(file === this.#current ? end : undefined);
    const before = this.#before(file, end);
    return {files: current ? [...before, current] : before.filter(({offset}) => offset > 0)};
  }

  #before(file?: LogFile, end?: number): KnownFile[] {
    const previous = this.#previous;
    if (!previous) return this.#older;
    const known = previous.known(file === previous ? end : undefined);
    return [...this.#older, known ?? {inode: String(previous.inode), offset: 0, marks: [], tail: ""}];
  }

  #wasLogJustNow(): boolean {
    return this.now() - this.#seenAsLog <= recent;
  }

  /** Nothing is told to be lost at the first look: a rotation may be under way. */
  #isToBeSeenAgain(suspicion: string): boolean {
    const isNew = suspicion !== "" && suspicion !== this.#suspected;
    this.#suspected = isNew ? suspicion : "";
    return isNew;
  }
}
