import type {AlertSettings} from "../config/alerts-schema.ts";
import type {Alert} from "./alert.ts";
import type {AlertBook} from "./alert-book.ts";
import type {Courier, CourierStatus} from "./courier.ts";
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

  /** Keeps alerts that have changed and tells what is due of them, as long as it is not a storm. */
  tell(changed: Alert[], now: number): Promise<void> {
    return this.#next(() => this.#keepAndTell(changed, changed, now, {gather: false}));
  }

  /** Every minute: the same, and tells what else has become due; a storm as one message. */
  tellAll(changed: Alert[], now: number): Promise<void> {
    this.#budget = this.rules.storm.most;
    return this.#next(() => this.#keepAndTell(changed, this.book.all(), now, {gather: true}));
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
    const outputs = this.status().filter(({problem}) => problem);
    return [
      ...(this.#problem ? [`alerts: ${this.#problem}`] : []),
      ...outputs.map(({name, pending, problem}) => `alerts to ${name}: ${problem} (${pending} waiting)`)
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

  /** A failure is said; what is due stays due. */
  async #keepAndTell(changed: Alert[], candidates: Alert[], now: number, how: {gather: boolean}): Promise<void> {
    const problems: Error[] = [];
    const failed = (error: Error) => void problems.push(error);
    if (changed.length) await this.book.keep(changed).catch(failed);
    await this.#tell(candidates, now, how).catch(failed);
    if (problems[0]) this.failed(problems[0]);
    else this.#problem = "";
  }

  /** Beyond what a minute may tell one by one, alerts wait for the next minute and come as one message. */
  async #tell(candidates: Alert[], now: number, {gather}: {gather: boolean}): Promise<void> {
    const {silence, repeat, storm} = this.rules;
    const due = candidates
      .filter((alert) => isDue(alert, now, repeat) && !isSilent(silence, alert.series, now, this.offset))
      .sort((a, b) => a.raisedAt - b.raisedAt);
    if (!due.length) return;
    if (gather && due.length > storm.most) await this.#send(due, now);
    else for (const alert of due) if (gather || this.#budget > 0) await this.#send([alert], now);
  }

  async #send(alerts: Alert[], now: number): Promise<void> {
    this.#budget--;
    await this.carry(alertMessage(structuredClone(alerts), now));
    for (const alert of alerts)
      alert.told = {messages: alert.told.messages + 1, stage: alert.clearedAt === null ? alert.stage : 0, at: now};
    this.book.note(alerts);
  }
}
