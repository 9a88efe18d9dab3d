import {open, readFile, rename, rm, stat} from "node:fs/promises";
import {dirname} from "node:path";
import {makeFolder, sync} from "../durable.ts";
import {endsInLine} from "./ends-in-line.ts";
import type {Message} from "./message.ts";

/** A message that a receiver has refused, and why. */
export interface DeadLetter {
  /** ms UTC. */
  at: number;
  problem: string;
  message: Message;
}

type Line = DeadLetter | {done: string};

/**
 * What an output has refused, on disk until it is delivered after all or somebody takes the file away. Several processes
 * may add to it and take from it: the file only grows, until it is over as a whole.
 */
export class DeadLetters {
  readonly #ids = new Set<string>();
  /** The file as it was read. */
  #read = "";

  private constructor(
    readonly path: string,
    private readonly most: number
  ) {}

  /** @param most messages that are kept; there is no room for later ones */
  static async open(path: string, {most = 10_000} = {}): Promise<DeadLetters> {
    const letters = new DeadLetters(path, most);
    await letters.#takeBack();
    await letters.look();
    return letters;
  }

  get count(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** All of them, the first to be refused first. */
  all(): Promise<DeadLetter[]> {
    return lettersIn(this.path);
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
    await this.#append(letter);
    this.#ids.add(id);
    return true;
  }

  /** A message has been delivered after all; on disk when it resolves. With the last one, the file goes. */
  async done(id: string): Promise<void> {
    await this.#append({done: id});
    this.#ids.delete(id);
    await this.look();
    if (this.#ids.size) return;
    await rename(this.path, this.#past).catch(() => {}); // somebody else has done so
    await this.#takeBack();
    await this.look();
  }

  /** Notices what others have added and taken, and that the file was taken away. */
  async look(): Promise<void> {
    const found = await stat(this.path).catch(() => null);
    const now = found ? stateOf(found) : "";
    if (now === this.#read) return;
    const letters = await this.all();
    this.#ids.clear();
    for (const {message} of letters) this.#ids.add(message.id);
    this.#read = now;
  }

  /** Where a file that is over lies until it is certain that nobody has added to it meanwhile. */
  get #past(): string {
    return `${this.path}.past`;
  }

  async #takeBack(): Promise<void> {
    for (const letter of await lettersIn(this.#past)) await this.#append(letter);
    await rm(this.#past, {force: true});
  }

  /** Adds a line, again where the file was taken away in the meantime. */
  async #append(line: Line): Promise<void> {
    await makeFolder(dirname(this.path));
    for (let isThere = false; !isThere; ) {
      const handle = await open(this.path, "a+");
      try {
        const before = await handle.stat();
        const {ino, size} = before;
        const isKnown = this.#read === (size ? stateOf(before) : "");
        const bytes = Buffer.from(`${(await endsInLine(handle, size)) ? "\n" : ""}${JSON.stringify(line)}\n`);
        await handle.appendFile(bytes);
        await handle.datasync();
        if (size === 0) await sync(dirname(this.path));
        const there = await stat(this.path).catch(() => null);
        isThere = there?.ino === ino;
        if (isKnown && isThere && there!.size === size + bytes.length) this.#read = stateOf(there!);
      } finally {
        await handle.close();
      }
    }
  }
}

/** Tells whether a file that only grows is as it was. */
const stateOf = ({ino, size}: {ino: number; size: number}): string => `${ino} ${size}`;

/** A line that a power cut left unreadable is left out: its message was not kept, and comes again. */
async function lettersIn(path: string): Promise<DeadLetter[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const letters = new Map<string, DeadLetter>();
  for (const line of text.split("\n").map(parsed)) {
    if (!line) continue;
    if ("done" in line) letters.delete(line.done);
    else if (!letters.has(line.message.id)) letters.set(line.message.id, line);
  }
  return [...letters.values()];
}

function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}
