import type {Stage} from "./stage.ts";

/** Rows [from, to] (inclusive) of a walk that belong together. */
export interface Episode {
  from: number;
  to: number;
  /** The stage that at least half of its rows hold. */
  stage: Stage;
  /** The row that is furthest out. */
  worst: number;
  /** Sum of its rows' excess: how far out and how long. */
  severity: number;
}

/** Runs of rows at stage 1 or more with at most `gap` quiet ones between two loud ones. */
export function episodes(stages: ArrayLike<number>, excess: ArrayLike<number>, {gap = 10} = {}): Episode[] {
  const found: Episode[] = [];
  for (let i = 0; i < stages.length; i++) {
    if (stages[i] === 0) continue;
    const from = i;
    let to = i;
    for (; i < stages.length && i - to <= gap + 1; i++) if (stages[i]! > 0) to = i;
    i = to;
    found.push(summarise(stages, excess, from, to));
  }
  return found;
}

/**
 * The episodes from row `split` on that are more severe than what the rows before show once in `every` rows: a stage is
 * by its definition reached every day, so time and distance have to tell the unusual from the usual.
 */
export function unusual(found: Episode[], {split, every}: {split: number; every: number}): Episode[] {
  const past = found.filter(({to}) => to < split).map(({severity}) => severity);
  const usual = past.sort((a, b) => b - a)[Math.floor(split / every)] ?? 0;
  return found.filter(({to, severity}) => to >= split && severity > usual);
}

function summarise(stages: ArrayLike<number>, excess: ArrayLike<number>, from: number, to: number): Episode {
  const held = [0, 0, 0, 0, 0];
  let worst = from;
  let severity = 0;
  for (let i = from; i <= to; i++) {
    held[stages[i]!]!++;
    if (stages[i]! > 0) severity += excess[i]!;
    if (excess[i]! > excess[worst]!) worst = i;
  }
  return {from, to, worst, severity, stage: Math.max(1, middle(held)) as Stage};
}

/** The stage that half of the rows reach at least, from how many hold each. */
function middle(held: number[]): number {
  const rows = held.reduce((a, b) => a + b);
  let stage = 4;
  for (let reached = held[4]!; 2 * reached < rows; reached += held[stage]!) stage--;
  return stage;
}
