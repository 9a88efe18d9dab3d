import type {Finding} from "../../loaders/outliers/finding.ts";
import type {Alert} from "./alert.ts";

export interface AlertRules {
  /** Stage from which on a finding is an alert, 1 to 4. */
  raiseAt: number;
  /** How long a finding has to last before it is one, ms. */
  minDuration: number;
  /** How long it has to be calm before the alert is over, ms. */
  clearAfter: number;
}

/** What one detector sees in one series, over time. */
export interface Condition {
  alert: Alert | null;
  /** Since when there is something while no alert is out yet, and since when it is calm while one is; ms UTC. */
  pendingSince: number | null;
  calmSince: number | null;
}

export const noCondition = (alert: Alert | null = null): Condition => ({alert, pendingSince: null, calmSince: null});

/**
 * Hysteresis: an alert is raised when a finding has held `raiseAt` for `minDuration`, grows worse with it, and is over when
 * it has been calm for `clearAfter`.
 *
 * @param raise makes the alert of a finding
 * @returns the alert that is new or has changed; null when all is as before
 */
export function judgeCondition(
  condition: Condition,
  finding: Finding | undefined,
  now: number,
  {raiseAt, minDuration, clearAfter}: AlertRules,
  raise: (finding: Finding) => Alert
): Alert | null {
  const {alert} = condition;
  const loud = finding && finding.stage >= raiseAt ? finding : undefined;
  if (!alert) {
    condition.pendingSince = loud ? Math.min(condition.pendingSince ?? now, now) : null;
    if (!loud || now - condition.pendingSince! < minDuration) return null;
    condition.pendingSince = condition.calmSince = null;
    condition.alert = raise(loud);
    return condition.alert;
  }
  if (loud) {
    condition.calmSince = null;
    const {time, to, stage, value, expected, reason} = loud;
    alert.time = Math.max(alert.time, to);
    if (stage <= alert.stage) return null;
    Object.assign(alert, {since: Math.min(alert.since, time), stage, value, expected, reason});
    return alert;
  }
  condition.calmSince = Math.min(condition.calmSince ?? now, now);
  if (now - condition.calmSince < clearAfter) return null;
  Object.assign(alert, {clearedAt: now});
  Object.assign(condition, noCondition());
  return alert;
}
