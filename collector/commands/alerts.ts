import {userInfo} from "node:os";
import {seriesSettings} from "../../data/settings.ts";
import {stageNames} from "../../loaders/outliers/stage.ts";
import {type Config, settingsOf} from "../config.ts";
import type {Say} from "../say.ts";
import {textTable} from "../text-table.ts";
import {leaveAcknowledgement} from "../watch/acknowledgements.ts";
import type {Alert} from "../watch/alert.ts";
import {readAlerts} from "../watch/alert-book.ts";
import {courierProblems} from "../watch/courier.ts";
import {seriesNames} from "../watch/series-names.ts";
import {readStatus} from "../watch/status.ts";

interface AlertsOptions {
  json?: boolean;
  /** Those that are over, too. */
  all?: boolean;
  print: (value: unknown) => void;
  say: Say;
}

/** `weir alerts`: what is out, the latest first, and what keeps alerts from being found or sent. */
export async function listAlerts(config: Config, {json, all, print, say}: AlertsOptions): Promise<void> {
  const [alerts, status] = [await readAlerts(config.data), await readStatus(config.data)];
  const shown = alerts.filter(({clearedAt}) => all || clearedAt === null);
  const ids = [...alerts, ...(status?.series ?? [])].map(({series}) => series);
  const labelOf = (series: string) => seriesSettings(settingsOf(config), series).label;
  const printed = shown.map(forMachines(seriesNames(labelOf, ids)));
  if (json) return print({alerts: printed, watch: status && {...status, at: iso(status.at)}});
  if (shown.length) process.stdout.write(textTable(head, shown.map(rowOf)));
  else say(all ? "no alerts yet" : `no alerts${alerts.length ? "; --all lists those that are over" : ""}`);
  if (!status) return say("nobody has watched yet: weir up does");
  if (status.past) say(status.past);
  for (const {source, series, lacks} of status.series.filter(({lacks}) => lacks.length))
    say(`${series} (${source}) is judged without ${lacks.join(", ")}`);
  for (const source of status.silentSources) say(`no sensor of ${source} has reported`);
  if (status.forecasts?.old) say(`the forecasts of reports are old: of ${minuteOf(status.forecasts.madeAt!)} UTC`);
  for (const output of status.outputs)
    for (const problem of courierProblems(output)) say(`output ${output.name}: ${problem}`);
}

/** `weir alerts ack`: leaves word that somebody knows; the running watch takes it within a minute. */
export async function acknowledgeAlert(
  {data}: Pick<Config, "data">,
  id: string,
  {by = userInfo().username, say}: {by?: string; say: Say}
): Promise<void> {
  const alert = (await readAlerts(data)).find((one) => one.id === id);
  if (!alert) throw new Error(`no such alert: ${id} (weir alerts lists them)`);
  if (alert.clearedAt !== null) throw new Error(`alert is over: ${id} (nothing to acknowledge)`);
  await leaveAcknowledgement(data, {id, by});
  say(`acknowledged by ${by}: ${alert.series}, ${stageNames[alert.stage]}; weir up takes note within a minute`);
}

const head = ["id", "series", "stage", "since (UTC)", "over (UTC)", "acknowledged", "reason"];

const rowOf = ({id, series, stage, since, clearedAt, acknowledged, reason}: Alert): string[] => [
  id,
  series,
  stageNames[stage],
  minuteOf(since),
  clearedAt === null ? "" : minuteOf(clearedAt),
  acknowledged ? `${acknowledged.by}, ${minuteOf(acknowledged.at)}` : "",
  reason
];

/** Alerts as they are printed and served: times as ISO texts, with the name of the series, without what outputs were told. */
export const forMachines =
  (nameOf: (series: string) => string) =>
  ({told: _, since, time, raisedAt, clearedAt, acknowledged, ...alert}: Alert) => ({
    ...alert,
    label: nameOf(alert.series),
    since: iso(since),
    time: iso(time),
    raisedAt: iso(raisedAt),
    clearedAt: clearedAt === null ? null : iso(clearedAt),
    acknowledged: acknowledged && {by: acknowledged.by, at: iso(acknowledged.at)}
  });

const iso = (time: number): string => new Date(time).toISOString();
const minuteOf = (time: number): string => iso(time).slice(0, 16).replace("T", " ");
