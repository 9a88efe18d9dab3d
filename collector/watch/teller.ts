import type {AlertSettings} from "../config/alerts-schema.ts";
import type {Alert} from "./alert.ts";
import type {AlertBook} from "./alert-book.ts";
import {type Courier, type CourierStatus, courierProblems} from "./courier.ts";
import {isDue} from "./due.ts";
import {alertMessage, type Message} from "./message.ts";
import {isSilent} from "./silence.ts";

type TellingRules = Pick<AlertSettings, "silence" | "repeat" | "storm">;

/** Keeps alerts and tells the outputs what is due of them. What it has taken is sent, now or by the next process. */
export class Teller {
  /** Alerts that may still be told one by one before the next minute. */
  #budget: number;
  #last: Promise<void> = Promise.resolve();
  #problem = "";

  /** @param offset how far local clocks are ahead of UTC, ms */
  constructor(
    private readonly book: AlertBook,
    private readonly couriers: readonly Courier[],
    private readonly rules: TellingRules,
    private readonly offset: (time: number) => number,
    private readonly say: (line: string) => void
  ) {
    this.#budget = rules.storm.most;
  }

  /** Hands over what an earlier process has kept and may not have handed to every output. */
  async resume(): Promise<void> {
    for (const message of this.book.messages()) await this.#hand(message).catch((error: Error) => this.failed(error));
  }

  /** Keeps alerts that have changed and tells what is due of them, as long as it is not a storm. */
  tell(changed: Alert[], now: number): Promise<void> {
    return this.#next(() => this.#keepAndTell(changed, changed, now, {gather: false}));
  }

  /** Every minute: the same, and tells what else has become due; a storm as one message. */
  async tellAll(changed: Alert[], now: number): Promise<void> {
    this.#budget = this.rules.storm.most;
    for (const courier of this.couriers) await courier.look();
    return this.#next(() =>
      this.#keepAndTell(changed, [...new Set([...this.book.all(), ...changed])], now, {gather: true})
    );
  }

  /** Hands a message to every output that takes its kind; on disk when it resolves. */
  async carry(message: Message): Promise<void> {
    await Promise.all(this.couriers.map((courier) => courier.add(message)));
  }

  status(): CourierStatus[] {
    return this.couriers.map((courier) => courier.status());
  }

  /** Why alerts do not get out; empty when they do. */
  problems(): string[] {
    const own = this.#problem ? [`alerts: ${this.#problem}`] : [];
    return [
      ...own,
      ...this.status().flatMap((one) => courierProblems(one).map((text) => `alerts to ${one.name}: ${text}`))
    ];
  }

  /** Something beside the outputs went wrong, which is said once. */
  failed({message}: Error): void {
    if (message !== this.#problem) this.say(`alerts: ${message}`);
    this.#problem = message;
  }

  /** What has not been delivered waits on disk. */
  async stop(): Promise<void> {
    await this.#last;
    for (const courier of this.couriers) await courier.stop();
    await this.book.close();
  }

  /** One after the other, so that what is told is what was kept. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work);
    return this.#last;
  }

  /** What cannot be kept goes out all the same. A failure is said, and over with the next time that all goes well. */
  async #keepAndTell(changed: Alert[], candidates: Alert[], now: number, how: {gather: boolean}): Promise<void> {
    const problems: Error[] = [];
    const failed = (error: Error) => void problems.push(error);
    const messages = this.#messages(candidates, now, how);
    await this.book.keep(changed, messages).catch(failed);
    // Those too that an outbox could not keep when it was their turn.
    for (const message of this.book.messages()) await this.#hand(message).catch(failed);
    if (problems[0]) this.failed(problems[0]);
    else this.#problem = "";
  }

  /** Beyond what a minute may tell one by one, alerts wait for the next minute and come as one message. */
  #messages(candidates: Alert[], now: number, {gather}: {gather: boolean}): Message[] {
    const {silence, repeat, storm} = this.rules;
    const due = candidates
      .filter((alert) => isDue(alert, now, repeat) && !isSilent(silence, alert.series, now, this.offset))
      .sort((a, b) => a.raisedAt - b.raisedAt);
    const isStorm = gather && due.length > storm.most;
    const single = gather ? due : due.slice(0, Math.max(0, this.#budget));
    const groups = isStorm ? [due] : single.map((alert) => [alert]);
    this.#budget -= groups.length;
    return groups.map((alerts) => alertMessage(structuredClone(alerts), now));
  }

  async #hand(message: Message): Promise<void> {
    await this.carry(message);
    this.book.handed(message.id);
  }
}
