import {createHash} from "node:crypto";
import {join} from "node:path";
import type {Alert} from "./alert.ts";
import {AppendLog} from "./append-log.ts";

/** Where alerts are kept: each change as a line with the whole alert, of which the last one counts. */
export const alertsFile = (data: string): string => join(data, "alerts.ndjson");

/** Alerts that are over and are still kept. */
const keptPast = 1000;

/** Every alert that is out, and the latest that are over, on disk. */
export class AlertBook {
  readonly #alerts = new Map<string, Alert>();
  #log!: AppendLog<Alert>;

  static async open(data: string): Promise<AlertBook> {
    const book = new AlertBook();
    book.#log = await AppendLog.open<Alert>(alertsFile(data), (alert) => void book.#alerts.set(alert.id, alert));
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

  /** Keeps alerts as they stand; on disk when it resolves. */
  async keep(alerts: Alert[]): Promise<void> {
    this.#note(alerts);
    await this.#log.append(alerts);
    if (this.#log.lines > 4 * (keptPast + this.#alerts.size)) await this.#log.replace(() => this.#kept());
  }

  /** Keeps what may be forgotten in a crash. */
  note(alerts: Alert[]): void {
    this.#note(alerts);
    this.#log.note(alerts);
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #note(alerts: Alert[]): void {
    for (const alert of alerts) this.#alerts.set(alert.id, alert);
  }

  #kept(): Alert[] {
    const past = this.all().filter(({clearedAt}) => clearedAt !== null);
    for (const {id} of past.slice(keptPast)) this.#alerts.delete(id);
    return [...this.#alerts.values()];
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
