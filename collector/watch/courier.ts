import {join} from "node:path";
import {type Output, TryLater, Undeliverable} from "../outputs/output.ts";
import {pause, withLimit} from "../source.ts";
import {DeadLetters} from "./dead-letters.ts";
import type {Message, MessageKind} from "./message.ts";
import {Outbox} from "./outbox.ts";

export interface CourierOptions {
  name: string;
  kind: string;
  /** What goes out here. */
  send: readonly MessageKind[];
  /** Makes the output; throws what is missing. */
  create: () => Output;
  /** Shortest and longest wait after a failure, ms. */
  retry?: {first: number; longest: number};
}

export interface CourierStatus {
  name: string;
  kind: string;
  pending: number;
  delivered: number;
  /** Given up because too many waited, or were refused before. */
  dropped: number;
  /** Refused by the receiver, in a file. */
  refused: {count: number; file: string};
  /** Why the last attempt failed; empty when it did not. */
  problem: string;
}

/** What there is to say of an output; nothing when all is well. */
export const courierProblems = ({name, pending, refused, problem}: CourierStatus): string[] => [
  ...(problem ? [`${problem} (${pending} waiting)`] : []),
  ...(refused?.count
    ? [`${refused.count} refused: ${refused.file} (says why; mend that, then: weir alerts resend ${name})`]
    : [])
];

/** @param folder of the watch */
export const lettersFile = (folder: string, output: string): string => join(folder, "refused", `${output}.ndjson`);

/** Carries messages to one output: at least once, in order, again and again until it takes them. */
export class Courier {
  readonly #stopping = new AbortController();
  #outbox!: Outbox;
  #refused!: DeadLetters;
  #wake = () => {};
  #running: Promise<void> = Promise.resolve();
  #output: Output | undefined;
  #delivered = 0;
  /** Refused, where there was no room to keep it. */
  #lost = 0;
  #problem = "";

  private constructor(
    private readonly options: CourierOptions,
    private readonly say: (line: string) => void
  ) {}

  /** @param folder of outboxes, which hold what earlier ones have not delivered, and of what was refused */
  static async open(folder: string, options: CourierOptions, say: (line: string) => void): Promise<Courier> {
    const courier = new Courier(options, say);
    courier.#outbox = await Outbox.open(join(folder, "outbox", `${options.name}.ndjson`));
    courier.#refused = await DeadLetters.open(lettersFile(folder, options.name));
    if (courier.#outbox.damaged) say(`${courier.#name}: left out ${courier.#outbox.damaged} unreadable lines`);
    courier.#running = courier.#carry(courier.#stopping.signal);
    return courier;
  }

  /**
   * Takes a message if it is of a kind that goes out here; it is on disk when this resolves. Where it cannot be kept, this
   * rejects, and the message goes out all the same.
   */
  async add(message: Message): Promise<void> {
    if (!this.options.send.includes(message.kind)) return;
    try {
      await this.#outbox.add(message);
    } finally {
      this.#wake();
    }
  }

  status(): CourierStatus {
    const {name, kind} = this.options;
    return {
      name,
      kind,
      pending: this.#outbox.pending,
      delivered: this.#delivered,
      dropped: this.#outbox.dropped + this.#lost,
      refused: {count: this.#refused.count, file: this.#refused.path},
      problem: this.#problem
    };
  }

  /** Notices that somebody has sent again or taken away what was refused. */
  async look(): Promise<void> {
    await this.#refused.look().catch(({message}: Error) => this.#failed(message));
  }

  /** What has not been delivered waits for the next one. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
    await this.#output?.close();
    await this.#outbox.close();
  }

  get #name(): string {
    return `alerts to ${this.options.name}`;
  }

  async #carry(signal: AbortSignal): Promise<void> {
    const {first, longest} = this.options.retry ?? {first: 500, longest: 60_000};
    let wait = first;
    while (!signal.aborted) {
      const message = this.#outbox.next;
      if (!message) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          if (this.#outbox.next || signal.aborted) resolve();
        });
        continue;
      }
      try {
        await this.#deliver(message, signal);
        await this.#outbox.done(message.id);
        wait = first;
      } catch (error) {
        if (signal.aborted) return;
        this.#failed((error as Error).message);
        const jitter = 0.75 + Math.random() / 2;
        await pause(error instanceof TryLater ? Math.max(first, error.afterMs) : wait * jitter, signal);
        wait = Math.min(longest, 2 * wait);
      }
    }
  }

  async #deliver(message: Message, signal: AbortSignal): Promise<void> {
    try {
      this.#output ??= this.options.create();
      const output = this.#output;
      // An attempt has a signal of its own: nothing that an output ties to it stays for as long as Weir runs.
      await withLimit(signal, Number.POSITIVE_INFINITY, (attempt) => output.deliver(message, attempt));
      this.#delivered++;
      if (this.#problem) this.say(`${this.#name}: delivered again`);
      this.#problem = "";
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
      const {message: problem} = error;
      const isKept = await this.#refused.add({at: Date.now(), problem, message});
      if (!isKept) this.#lost++;
      const where = isKept ? `kept in ${this.#refused.path}` : `dropped, as ${this.#refused.path} is full`;
      this.say(`${this.#name}: ${message.id} is refused, and ${where}: ${problem}`);
      this.#problem = "";
    }
  }

  #failed(problem: string): void {
    if (problem !== this.#problem) this.say(`${this.#name}: ${problem}`);
    this.#problem = problem;
  }
}
