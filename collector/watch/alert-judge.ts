import type {DetectorName, Finding} from "../../loaders/outliers/finding.ts";
import type {Alert} from "./alert.ts";
import {alertId} from "./alert-book.ts";
import {type AlertRules, type Condition, judgeCondition, noCondition} from "./alert-rules.ts";
import type {SeriesWatch} from "./series-watch.ts";

/** What an alert is about. */
export type Subject = Pick<Alert, "source" | "series" | "detector">;

const detectorNames: DetectorName[] = ["system", "value", "prediction", "night"];

/** Makes alerts of what detectors find: one for each detector in each series at a time. */
export class AlertJudge {
  readonly #conditions = new Map<string, Condition>();

  /**
   * @param open alerts that an earlier one has raised and that are not over
   * @param knowsPast whether what is not found is over; until then no alert is
   */
  constructor(
    private readonly rules: AlertRules,
    open: Alert[],
    private readonly knowsPast: () => boolean
  ) {
    for (const alert of open) this.#conditions.set(keyOf(alert), noCondition(alert));
  }

  /** Alerts that are new or have changed with what the detectors find in a series now. */
  judgeSeries(
    {facts: {source, series}}: Pick<SeriesWatch, "facts">,
    findings: Map<DetectorName, Finding>,
    now: number
  ): Alert[] {
    return detectorNames.flatMap((detector) => this.judge({source, series, detector}, findings.get(detector), now));
  }

  /** The alert that is new or has changed with a finding, or with there being none; at most one. */
  judge(subject: Subject, finding: Finding | undefined, now: number): Alert[] {
    const key = keyOf(subject);
    let condition = this.#conditions.get(key);
    if (!condition) {
      if (!finding) return [];
      condition = noCondition();
      this.#conditions.set(key, condition);
    }
    const isLoud = finding !== undefined && finding.stage >= this.rules.raiseAt;
    if (condition.alert && !isLoud && !this.knowsPast()) return [];
    const changed = judgeCondition(condition, finding, now, this.rules, (loud) => raise(subject, loud, now));
    return changed ? [changed] : [];
  }
}

const keyOf = ({source, series, detector}: Subject): string => JSON.stringify([source, series, detector]);

function raise(subject: Subject, {stage, value, expected, reason, time, to}: Finding, now: number): Alert {
  return {
    id: alertId({...subject, raisedAt: now}),
    ...subject,
    stage,
    value,
    expected,
    reason,
    since: time,
    time: to,
    raisedAt: now,
    clearedAt: null,
    acknowledged: null,
    told: {messages: 0, stage: null, at: 0}
  };
}
