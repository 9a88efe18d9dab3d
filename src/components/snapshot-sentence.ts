import {formatAgo, formatCount, formatPercent} from "./format.js";
import type {SnapshotDiff} from "./snapshot-diff.js";

/** A change of a forecast below this share is not worth a sentence. */
const noticed = 0.005;

/** How many snapshots there are, and what changed most with the newest; `diff` is that to the one before it. */
export function snapshotSentence(
  {count, builtAt, diff}: {count: number; builtAt: number; diff: SnapshotDiff | null},
  {now = Date.now} = {}
): string {
  const built = `the newest built ${formatAgo(builtAt, now())}`;
  if (count === 1) return `One snapshot so far, built ${formatAgo(builtAt, now())}: nothing to compare it with yet.`;
  return `${formatCount(count, "snapshot")}, ${built}${diff ? `; since the one before, ${largest(diff)}` : ""}.`;
}

function largest({forecasts, kpis, findings}: SnapshotDiff): string {
  const [forecast] = forecasts;
  if (forecast && Math.abs(forecast.share ?? 0) >= noticed) {
    const way = forecast.share! < 0 ? "lower" : "higher";
    return `${inSentence(forecast.label)} is forecast ${formatPercent(Math.abs(forecast.share!))} ${way}`;
  }
  if (findings?.appeared.length)
    return `${formatCount(findings.appeared.length, "finding")} came, and no forecast moved`;
  const changed = kpis.filter(({a, b}) => a !== b).length;
  return changed
    ? `${changed} of ${formatCount(kpis.length, "figure")} changed, and no forecast moved`
    : "nothing changed";
}

/** A label after other words; one that begins with a name in capitals stays as it is. */
export const inSentence = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
