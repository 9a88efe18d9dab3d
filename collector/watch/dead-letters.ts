import {stat} from "node:fs/promises";
import {AppendLog} from "./append-log.ts";
import type {Message} from "./message.ts";

/** A message that a receiver has refused, and why. */
export interface DeadLetter {
  /** ms UTC. */
  at: number;
  problem: string;
  message: Message;
}

/** Messages that are kept; later ones are only counted, by whoever refused them. */
const most = 10_000;

/** What an output has refused, on disk until somebody takes the file away. */
export class DeadLetters {
  readonly #ids = new Set<string>();

  private constructor(private log: AppendLog<DeadLetter>) {}

  static async open(path: string): Promise<DeadLetters> {
    const ids: string[] = [];
    const letters = new DeadLetters(await AppendLog.open<DeadLetter>(path, ({message}) => void ids.push(message.id)));
    for (const id of ids) letters.#ids.add(id);
    return letters;
  }

  get path(): string {
    return this.log.path;
  }

  get count(): number {
    return this.#ids.size;
  }

  /** Keeps a message; on disk when it resolves. One that is there already, from before a crash, is not kept twice. */
  async add(letter: DeadLetter): Promise<void> {
    await this.look();
    const {id} = letter.message;
    if (this.#ids.has(id) || this.#ids.size >= most) return;
    this.#ids.add(id);
    await this.log.append([letter]);
  }

  /** Notices that the file was taken away. */
  async look(): Promise<void> {
    if (!this.#ids.size || (await stat(this.path).catch(() => null))) return;
    this.#ids.clear();
    await this.log.close();
    this.log = await AppendLog.open<DeadLetter>(this.path, () => {});
  }

  close(): Promise<void> {
    return this.log.close();
  }
}
