import type {Finding} from "../../loaders/outliers/finding.ts";
import type {Interval} from "./simulated-plant.ts";

/** F1 over all plants of findings against what was put in: a pair overlaps, and each is paired once. */
export function intervalF1(plants: {truth: Interval[]; found: Finding[]}[]): number {
  const hits = plants.reduce((sum, {truth, found}) => sum + pairs(truth, found), 0);
  return (2 * hits) / plants.reduce((sum, {truth, found}) => sum + truth.length + found.length, 0);
}

function pairs(truth: Interval[], found: Finding[]): number {
  const left = new Set(found);
  let hits = 0;
  for (const {from, to} of truth) {
    const hit = found.find((finding) => left.has(finding) && finding.time < to && finding.to >= from);
    if (hit && left.delete(hit)) hits++;
  }
  return hits;
}
