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

/** What an output has refused, on disk until somebody takes the file away. */
export class DeadLetters {
  readonly #ids = new Set<string>();

  private constructor(
    private log: AppendLog<DeadLetter>,
    private readonly most: number
  ) {}

  /** @param most messages that are kept; there is no room for later ones */
  static async open(path: string, {most = 10_000} = {}): Promise<DeadLetters> {
    const ids: string[] = [];
    const log = await AppendLog.open<DeadLetter>(path, ({message}) => void ids.push(message.id));
    const letters = new DeadLetters(log, most);
    for (const id of ids) letters.#ids.add(id);
    return letters;
  }

  get path(): string {
    return this.log.path;
  }

  get count(): number {
    return this.#ids.size;
  }

  /**
   * Keeps a message; on disk when it resolves, to false where there is no room for more. One that is there already, from
   * before a crash, is not kept twice.
   */
  async add(letter: DeadLetter): Promise<boolean> {
    await this.look();
    const {id} = letter.message;
    if (this.#ids.has(id)) return true;
    if (this.#ids.size >= this.most) return false;
    await this.log.append([letter]);
    this.#ids.add(id);
    return true;
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
