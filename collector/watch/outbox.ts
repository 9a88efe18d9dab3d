import {AppendLog} from "./append-log.ts";
import type {Message} from "./message.ts";

type Line = Message | {done: string};

/** Ids that stay known after delivery, so that what is sent again after a crash is recognised. */
const knownIds = 2000;
/** Lines beyond those needed before the file is written anew. */
const slack = 2000;

/** What an output has yet to deliver, on disk and in order: a message is there once, and stays until it is done. */
export class Outbox {
  readonly #pending = new Map<string, Message>();
  /** Delivered or dropped, the oldest first. */
  readonly #done = new Set<string>();
  #log!: AppendLog<Line>;
  #dropped = 0;

  /** @param most messages that wait; beyond that the oldest are dropped, and counted */
  private constructor(private readonly most: number) {}

  static async open(path: string, {most = 10_000} = {}): Promise<Outbox> {
    const outbox = new Outbox(most);
    outbox.#log = await AppendLog.open<Line>(path, (line) => {
      if ("done" in line) outbox.#finish(line.done);
      else outbox.#pending.set(line.id, line);
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
    if (this.#pending.has(message.id) || this.#done.has(message.id)) return;
    this.#pending.set(message.id, message);
    const lines: Line[] = [message];
    while (this.#pending.size > this.most) {
      const {id} = this.next!;
      this.#finish(id);
      this.#dropped++;
      lines.push({done: id});
    }
    await this.#log.append(lines);
  }

  /** A message has been delivered. Should that be forgotten in a crash, it goes out again with the same id. */
  async done(id: string): Promise<void> {
    this.#finish(id);
    this.#log.note([{done: id}]);
    if (this.#log.lines > this.#pending.size + knownIds + slack)
      await this.#log.replace(() => [...[...this.#done].map((done) => ({done})), ...this.#pending.values()]);
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #finish(id: string): void {
    this.#pending.delete(id);
    this.#done.add(id);
    if (this.#done.size > knownIds) this.#done.delete(this.#done.values().next().value!);
  }
}
