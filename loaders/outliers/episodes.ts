import type {Stage} from "./stage.ts";

/** A row of a walk, judged. */
export interface JudgedRow {
  /** ms UTC. */
  time: number;
  stage: Stage;
  excess: number;
}

/** Rows that belong together, as plain data. */
export interface Episode<Row extends JudgedRow = JudgedRow> {
  /** Instants of its first and its last row, ms UTC. */
  from: number;
  to: number;
  /** The loud row that is furthest out. */
  worst: Row;
  /** Sum of its loud rows' excess: how far out and how long. */
  severity: number;
  /** How many rows held each stage. */
  held: number[];
  /** Quiet rows since the last loud one. */
  quiet: number;
}

/** Joins the rows of a walk at stage 1 or more with at most `gap` quiet ones between two of them. */
export class Episodes<Row extends JudgedRow> {
  readonly #gap: number;
  #open: Episode<Row> | null;

  /** @param open the episode that another one was in, to go on where that stood */
  constructor({gap = 10} = {}, open: Episode<Row> | null = null) {
    this.#gap = gap;
    this.#open = open && structuredClone(open);
  }

  /** The episode that may go on; null when there is none. */
  get open(): Episode<Row> | null {
    return this.#open;
  }

  /** Takes the next row; the episode that is over with it. */
  push(row: Row): Episode<Row> | null {
    const open = this.#open;
    if (row.stage > 0) this.#open = open ? joined(open, row) : begun(row);
    else if (open && ++open.quiet > this.#gap) {
      this.#open = null;
      return open;
    }
    return null;
  }
}

/** The stage that at least half of an episode's rows hold. */
export function stageHeld({held}: Pick<Episode, "held">): Stage {
  const rows = held.reduce((a, b) => a + b);
  let stage = 4;
  for (let reached = held[4]!; 2 * reached < rows; reached += held[stage]!) stage--;
  return Math.max(1, stage) as Stage;
}

/**
 * How severe the episodes of the past were at least that came less than once in `every` of its rows: a stage is by its
 * definition reached every day, so time and distance have to tell the unusual from the usual.
 */
export const usualSeverity = (past: number[], {rows, every}: {rows: number; every: number}): number =>
  past.toSorted((a, b) => b - a)[Math.floor(rows / every)] ?? 0;

function begun<Row extends JudgedRow>(row: Row): Episode<Row> {
  const held = [0, 0, 0, 0, 0];
  held[row.stage] = 1;
  return {from: row.time, to: row.time, worst: row, severity: row.excess, held, quiet: 0};
}

function joined<Row extends JudgedRow>(episode: Episode<Row>, row: Row): Episode<Row> {
  episode.held[0]! += episode.quiet;
  episode.held[row.stage]!++;
  episode.quiet = 0;
  episode.to = row.time;
  episode.severity += row.excess;
  if (row.excess > episode.worst.excess) episode.worst = row;
  return episode;
}
