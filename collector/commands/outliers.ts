import {writeFile} from "node:fs/promises";
import {type NoveltyFinding, noveltyFindings} from "../../loaders/outliers/novelty/novelty-findings.ts";
import {scoreSeries} from "../../loaders/outliers/novelty/score-series.ts";
import {stageNames} from "../../loaders/outliers/stage.ts";
import {number} from "../../loaders/outliers/words.ts";
import {csvLine} from "../analysis/csv-line.ts";
import {readSeries, type TableColumns, type TableSeries} from "../analysis/read-series.ts";
import type {Say} from "../say.ts";
import {terminalProgress} from "../terminal-progress.ts";
import {textTable} from "../text-table.ts";

interface OutlierOptions extends TableColumns {
  /** Files to write: findings, and the score of every row. */
  out?: string;
  scores?: string;
  /** Time zone of the clocks. */
  zone: string;
  json?: boolean;
}

/** Rows between two looks at the clock, and in one piece of a file. */
const often = 1000;

/** `weir outliers`: what is unlike a series' own past, walking forward; findings for people, machines or a file. */
export async function findOutliers(
  file: string,
  {out, scores: scoresFile, zone, json, ...columns}: OutlierOptions,
  {print, say}: {print: (value: unknown) => void; say: Say},
  {width = process.stdout.columns, progress = terminalProgress()} = {}
): Promise<void> {
  const table = await readSeries(file, columns, {zone, stamps: scoresFile !== undefined, say});
  const found: NoveltyFinding[] = [];
  const scores = table.map((one) => {
    const {series, times, values} = one;
    const onRow = (done: number) => {
      if (done % often === 0) progress.show(`${series}: ${percent(done, times.length)} scored`);
    };
    const scored = scoreSeries({times, values}, {onRow});
    found.push(...noveltyFindings(series, scored.moments));
    return scored.scores;
  });
  progress.clear();
  if (scoresFile !== undefined) await writeFile(scoresFile, scoreLines(table, scores));
  const findings = found.map((finding) => ({...finding, time: iso(finding.time), to: iso(finding.to)}));
  if (out !== undefined) await writeFile(out, [columnsOut, ...findings.map(cells)].map(csvLine));
  if (json) print(findings);
  else if (found.length && out === undefined) process.stdout.write(findingTable(found, width));
  else say(`${found.length || "no"} findings in ${table.length} series`);
}

const columnsOut = ["series", "time", "to", "stage", "value", "expected", "reason"] as const;

const cells = (finding: Record<(typeof columnsOut)[number], string | number | null>): string[] =>
  columnsOut.map((name) => String(finding[name] ?? ""));

function findingTable(found: NoveltyFinding[], width: number | undefined): string {
  const rows = found.map(({series, time, to, stage, value, expected, reason}) => [
    series,
    minute(time),
    minute(to),
    `${stage} ${stageNames[stage]}`,
    ...[value, expected].map((amount) => (amount === null ? "" : number(amount))),
    reason
  ]);
  return textTable(["series", "from (UTC)", "to (UTC)", "stage", "value", "expected", "reason"], rows, {width});
}

/** All scores as CSV, some thousand rows at a time. */
function* scoreLines(table: TableSeries[], scores: Float64Array[]): Iterable<string> {
  yield csvLine(["series", "time", "score"]);
  for (const [i, {series, stamps}] of table.entries())
    for (let from = 0; from < stamps.length; from += often)
      yield stamps
        .slice(from, from + often)
        .map((stamp, row) => csvLine([series, stamp, String(Number(scores[i]![from + row]!.toFixed(6)))]))
        .join("");
}

const iso = (time: number): string => new Date(time).toISOString();
const minute = (time: number): string => iso(time).slice(0, 16).replace("T", " ");
const percent = (part: number, whole: number): string => `${Math.floor((100 * part) / whole)} %`;
