import type {DetectorName, Finding} from "../../loaders/outliers/finding.ts";
import type {Alert} from "./alert.ts";
import {type AlertBook, alertId} from "./alert-book.ts";
import {type AlertRules, type Condition, judgeCondition, noCondition} from "./alert-rules.ts";
import type {SeriesWatch} from "./series-watch.ts";

/** What an alert is about. */
export type Subject = Pick<Alert, "source" | "series" | "detector">;

export const detectorNames: readonly DetectorName[] = ["system", "value", "prediction", "night"];

/** Makes alerts of what detectors find: one for each detector in each series at a time. */
export class AlertJudge {
  readonly #conditions = new Map<string, Condition>();

  /**
   * @param book what an earlier one has raised
   * @param knowsPast whether what is not found is over; until then no alert is
   */
  constructor(
    private readonly rules: AlertRules,
    private readonly book: Pick<AlertBook, "open" | "holds">,
    private readonly knowsPast: () => boolean
  ) {
    for (const alert of book.open()) this.#conditions.set(keyOf(alert), noCondition(alert));
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
    const condition = this.#conditionOf(subject);
    if (condition.alert && !this.#isLoud(finding) && !this.knowsPast()) return [];
    return this.#changed(subject, finding, {at: now, now});
  }

  /**
   * The same of what was found at an earlier instant, or is over: an alert that nobody has raised then is raised now, and
   * none ends with it.
   */
  judgePast(subject: Subject, finding: Finding | undefined, when: When): Alert[] {
    const {alert} = this.#conditionOf(subject);
    const isDone = alert ? !this.#isLoud(finding) : finding !== undefined && this.book.holds(subject, finding.to);
    return isDone ? [] : this.#changed(subject, finding, when);
  }

  /** What nobody could see because it began and ended with one reading. */
  judgeOver({facts: {source, series}}: Pick<SeriesWatch, "facts">, over: Finding[], now: number): Alert[] {
    return over.flatMap((finding) =>
      this.judgePast({source, series, detector: finding.detector}, finding, {at: now, now})
    );
  }

  #changed(subject: Subject, finding: Finding | undefined, {at, now}: When): Alert[] {
    const raiseNow = (loud: Finding) => raise(subject, loud, now);
    const changed = judgeCondition(this.#conditionOf(subject), finding, at, this.rules, raiseNow);
    return changed ? [changed] : [];
  }

  #isLoud(finding: Finding | undefined): boolean {
    return finding !== undefined && finding.stage >= this.rules.raiseAt;
  }

  #conditionOf(subject: Subject): Condition {
    const key = keyOf(subject);
    const known = this.#conditions.get(key);
    if (known) return known;
    const fresh = noCondition();
    this.#conditions.set(key, fresh);
    return fresh;
  }
}

/** When something was found, and when it is judged; ms UTC. */
interface When {
  at: number;
  now: number;
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
