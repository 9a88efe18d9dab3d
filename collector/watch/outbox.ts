import {AppendLog} from "./append-log.ts";
import type {Message} from "./message.ts";

type Line = Message | {done: string};

/** Ids that stay known after delivery, so that what is sent again after a crash is recognised. */
const knownIds = 2000;
/** Lines beyond those needed before the file is written anew. */
const slack = 2000;
/** Bounds of what waits. */
const bounds = {most: 10_000, mostBytes: 16 * 2 ** 20};

/** What an output has yet to deliver, on disk and in order: a message is there once, and stays until it is done. */
export class Outbox {
  readonly #pending = new Map<string, Message>();
  /** Delivered or dropped, the oldest first. */
  readonly #done = new Set<string>();
  #log!: AppendLog<Line>;
  /** Of the messages that wait, as JSON. */
  #bytes = 0;
  #dropped = 0;

  private constructor(private readonly bounds: {most: number; mostBytes: number}) {}

  /** @param given messages that wait, and bytes of them; beyond either the oldest are dropped, and counted */
  static async open(path: string, given: Partial<typeof bounds> = {}): Promise<Outbox> {
    const outbox = new Outbox({...bounds, ...given});
    outbox.#log = await AppendLog.open<Line>(path, (line) => {
      if ("done" in line) outbox.#finish(line.done);
      else outbox.#take(line);
    });
    return outbox;
  }

  /** The message whose turn it is. */
  get next(): Message | undefined {
    return this.#pending.values().next().value;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Messages that were dropped since it was opened. */
  get dropped(): number {
    return this.#dropped;
  }

  get damaged(): number {
    return this.#log.damaged;
  }

  /** Takes a message; on disk when it resolves. One that is known already is not taken again. */
  async add(message: Message): Promise<void> {
    const lines: Line[] = [];
    if (this.#take(message)) lines.push(message);
    while (this.#pending.size > this.bounds.most || (this.#bytes > this.bounds.mostBytes && this.#pending.size > 1)) {
      const {id} = this.next!;
      this.#finish(id);
      this.#dropped++;
      lines.push({done: id});
    }
    await this.#log.append(lines); // what is known may wait for the disk since a failure
    await this.#shorten();
  }

  /** A message has been delivered. Should that be forgotten in a crash, it goes out again with the same id. */
  async done(id: string): Promise<void> {
    this.#finish(id);
    this.#log.note([{done: id}]);
    await this.#shorten();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  /** Nothing is lost where the file cannot be written anew: it is tried again with the next message. */
  async #shorten(): Promise<void> {
    if (this.#log.lines <= this.#pending.size + knownIds + slack) return;
    await this.#log
      .replace(() => [...[...this.#done].map((done) => ({done})), ...this.#pending.values()])
      .catch(() => {});
  }

  /** False where it is known already. */
  #take(message: Message): boolean {
    if (this.#pending.has(message.id) || this.#done.has(message.id)) return false;
    this.#pending.set(message.id, message);
    this.#bytes += bytesOf(message);
    return true;
  }

  #finish(id: string): void {
    const message = this.#pending.get(id);
    if (message) this.#bytes -= bytesOf(message);
    this.#pending.delete(id);
    this.#done.add(id);
    if (this.#done.size > knownIds) this.#done.delete(this.#done.values().next().value!);
  }
}

const bytesOf = (message: Message): number => Buffer.byteLength(JSON.stringify(message));
