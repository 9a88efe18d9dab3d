import {html} from "npm:htl";
import {formatNumber, formatPercent} from "./format.js";
import {type Ranked, type RankRow, rankedRows} from "./ranked-rows.js";
import {sparkline} from "./sparkline.js";

export interface LeaderRow extends RankRow {
  /** Where the name leads. */
  href?: string;
  /** Words beside the value. */
  note?: string;
  /** Equal steps, oldest first. */
  trend?: readonly (number | null)[];
  /** Grey for context, accent for what the list is about. */
  tone?: "accent" | "context";
}

export interface LeaderboardOptions {
  /** What is ranked, for screen readers. */
  label: string;
  /** In any order. */
  rows: readonly LeaderRow[];
  /** Heads of the columns: what the names are, what the value is, what the trend runs over. */
  heads: {name: string; value: string; trend?: string};
  /** The comparison period, as in "the 90 days before"; without one there is no column of changes. */
  compared?: string;
  /** Which value ranks first. */
  best?: "highest" | "lowest";
  /** How a value is written. */
  format?: (value: number) => string;
  /** Rows shown. */
  limit?: number;
}

/** Ranked rows: rank, name, value as a bar, change against a comparison period, and how it went. */
export function leaderboard(options: LeaderboardOptions): HTMLElement {
  const {label, rows, heads, compared, best, format = formatNumber, limit = 20} = options;
  const ranked = rankedRows(rows, {best});
  const most = Math.max(...ranked.map(({value}) => Math.abs(value)), Number.MIN_VALUE);
  const line = (row: Ranked<LeaderRow>) => html`<tr>
    <td class="number rank">${row.rank}</td>
    <th scope="row">${row.href ? html`<a href=${row.href}>${row.name}</a>` : row.name}</th>
    <td class="bar"><span class="share-track">${bar(row, most)}<span class="share-value">${format(row.value)}${
      row.note ? html`<small>${row.note}</small>` : null
    }</span></span></td>
    ${compared ? html`<td class="nowrap">${moved(row, compared, format)}</td>` : null}
    ${heads.trend ? html`<td class="trend">${row.trend ? sparkline(row.trend, {label: `${heads.trend} of ${row.name}`}) : null}</td>` : null}
  </tr>`;
  return html`<div class="table"><div class="table-scroll leaderboard" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead><tr><th scope="col" class="number">Rank</th><th scope="col">${heads.name}</th><th scope="col">${heads.value}</th>
        ${compared ? html`<th scope="col">Against ${compared}</th>` : null}
        ${heads.trend ? html`<th scope="col">${heads.trend}</th>` : null}</tr></thead>
      <tbody>${ranked.slice(0, limit).map(line)}</tbody>
    </table>
  </div>${ranked.length > limit ? html`<p class="chart-note">The first ${limit} of ${formatNumber(ranked.length)}.</p>` : null}</div>`;
}

function bar({value, tone = "accent"}: LeaderRow, most: number): HTMLElement {
  const element = html`<span class=${`share-bar ${tone}`}></span>`;
  element.style.setProperty("--part", String(Math.abs(value) / most));
  return element;
}

/** The change of rank by sign and words, then that of the value. */
function moved(
  {rank, rankBefore, before, change}: Ranked<LeaderRow>,
  compared: string,
  format: (value: number) => string
) {
  if (rankBefore === null)
    return html`<span class="moved">new<span class="unseen">: not there in ${compared}</span></span>`;
  const climbed = rankBefore - rank;
  const [sign, words] = climbed > 0 ? ["▲", "up"] : climbed < 0 ? ["▼", "down"] : ["=", ""];
  const by = change === null ? "" : `${change > 0 ? "+" : change < 0 ? "−" : "±"}${formatPercent(Math.abs(change))}`;
  return html`<span class="moved" title=${`${format(before!)} in ${compared}, rank ${rankBefore}`}><span class="unseen">${
    climbed ? `${words} ${Math.abs(climbed)} from rank ${rankBefore}` : "same rank"
  }, value ${by}</span><span aria-hidden="true"><b>${sign}${climbed ? ` ${Math.abs(climbed)}` : ""}</b> ${by}</span></span>`;
}
