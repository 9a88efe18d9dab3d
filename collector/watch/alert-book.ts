import {createHash} from "node:crypto";
import {join} from "node:path";
import type {Alert} from "./alert.ts";
import {AppendLog} from "./append-log.ts";
import {type Message, toldBy} from "./message.ts";

/** An alert as it stands now; a message that tells of alerts; the id of one that all outputs have taken. */
type Line = Alert | {tells: Message} | {handed: string};

/**
 * Where alerts are kept: each change as a line with the whole alert, of which the last one counts. A message is a line
 * before it is on its way, so that what was told, and by which message, is one fact that no crash divides.
 */
export const alertsFile = (data: string): string => join(data, "alerts.ndjson");

/** Alerts that are over and are still kept. */
const keptPast = 1000;

/** Every alert that is out, and the latest that are over, on disk; and what is to be told of them. */
export class AlertBook {
  readonly #alerts = new Map<string, Alert>();
  readonly #messages = new Map<string, Message>();
  #log!: AppendLog<Line>;

  static async open(data: string): Promise<AlertBook> {
    const book = new AlertBook();
    book.#log = await AppendLog.open<Line>(alertsFile(data), (line) => {
      if ("tells" in line) book.#tell(line.tells);
      else if ("handed" in line) book.#messages.delete(line.handed);
      else book.#alerts.set(line.id, line);
    });
    return book;
  }

  get damaged(): number {
    return this.#log.damaged;
  }

  get(id: string): Alert | undefined {
    return this.#alerts.get(id);
  }

  /** The latest first. */
  all(): Alert[] {
    return [...this.#alerts.values()].sort((a, b) => b.raisedAt - a.raisedAt);
  }

  open(): Alert[] {
    return [...this.#alerts.values()].filter(({clearedAt}) => clearedAt === null);
  }

  /** Whether an alert of something spans an instant that a finding of it ended at. */
  holds({source, series, detector}: Pick<Alert, "source" | "series" | "detector">, end: number): boolean {
    return [...this.#alerts.values()].some(
      (one) =>
        one.series === series &&
        one.detector === detector &&
        one.source === source &&
        one.since <= end &&
        end <= one.time
    );
  }

  /** Messages that some output may not have taken yet. */
  messages(): Message[] {
    return [...this.#messages.values()];
  }

  /** Keeps alerts as they stand, and that messages tell of them; on disk when it resolves. */
  async keep(alerts: Alert[], messages: Message[] = []): Promise<void> {
    for (const alert of alerts) this.#alerts.set(alert.id, alert);
    const lines: Line[] = structuredClone(alerts); // as they stood before any message: one that is torn off told nobody
    for (const message of messages) {
      this.#tell(message);
      lines.push({tells: message});
    }
    await this.#log.append(lines);
    if (this.#log.lines > 4 * (keptPast + this.open().length + this.#messages.size))
      await this.#log.replace(() => this.#kept());
  }

  /** A message is in every outbox. Should that be forgotten in a crash, they are given it again, and know it by its id. */
  handed(id: string): void {
    this.#messages.delete(id);
    this.#log.note([{handed: id}]);
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #tell(message: Message): void {
    this.#messages.set(message.id, message);
    for (const one of message.alerts) {
      const alert = this.#alerts.get(one.id);
      if (alert) alert.told = toldBy(message, one);
    }
  }

  /** Messages first: what alerts were told of is newer. */
  #kept(): Line[] {
    const past = this.all().filter(({clearedAt}) => clearedAt !== null);
    for (const {id} of past.slice(keptPast)) this.#alerts.delete(id);
    return [...this.messages().map((tells) => ({tells})), ...this.#alerts.values()];
  }
}

/** Every alert that a data folder keeps, the latest first; whoever writes them may be running. */
export const readAlerts = async (data: string): Promise<Alert[]> => (await AlertBook.open(data)).all();

/** A short name for an alert, by what raised it and when. */
export const alertId = ({
  source,
  series,
  detector,
  raisedAt
}: Pick<Alert, "source" | "series" | "detector" | "raisedAt">): string =>
  createHash("sha256")
    .update(JSON.stringify([source, series, detector, raisedAt]))
    .digest("hex")
    .slice(0, 10);
