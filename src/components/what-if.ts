import {html} from "npm:htl";
import {formatDuration, formatNumber, formatPercent} from "./format.js";
import {kpis} from "./kpi.js";
import {type Choice, segments} from "./segments.js";

/** The replay's figures under other rules. */
export interface WhatIfPoint {
  capacity: number;
  headroom: number;
  bootMs: number;
  saved: number;
  serverHours: number;
  cost: number;
  minutesUnder: number;
  actions: number;
}

type Rule = "capacity" | "headroom" | "bootMs";

export interface WhatIfOptions {
  /** Every combination of the rules' values. */
  grid: readonly WhatIfPoint[];
  /** The rules that hold now; the choices start at the values nearest to them. */
  rules: Record<Rule, number> & {currency: string};
  unit: string;
}

/** Rules to try: each choice shows at once what the plan would have cost and how often it would have fallen short. */
export function whatIf({grid, rules, unit}: WhatIfOptions): HTMLElement {
  const shows: Record<Rule, {label: string; show: (value: number) => string}> = {
    capacity: {label: `A server carries, ${unit}`, show: formatNumber},
    headroom: {label: "Spare", show: (value) => formatPercent(value, {digits: 0})},
    bootMs: {label: "Ready after", show: formatDuration}
  };
  const names = Object.keys(shows) as Rule[];
  const values = (rule: Rule) => [...new Set(grid.map((point) => point[rule]))].sort((a, b) => a - b);
  const nearest = (rule: Rule) =>
    values(rule).reduce((a, b) => (Math.abs(b - rules[rule]) < Math.abs(a - rules[rule]) ? b : a));
  const chosen = Object.fromEntries(names.map((rule) => [rule, nearest(rule)])) as Record<Rule, number>;
  const result = html`<div aria-live="polite"></div>`;

  function draw() {
    const point = grid.find((one) => names.every((rule) => one[rule] === chosen[rule]));
    result.replaceChildren(
      kpis([
        {
          label: "Minutes under capacity",
          value: point?.minutesUnder,
          tone: (point?.minutesUnder ?? 0) > 60 ? "warn" : "plain"
        },
        {
          label: "Cost",
          value: point?.cost,
          unit: rules.currency,
          foot: `${formatNumber(point?.serverHours)} server-hours`
        },
        {label: "Saved against constant", value: point ? formatPercent(point.saved) : null},
        {label: "Actions", value: point?.actions}
      ])
    );
  }

  const control = (rule: Rule) => {
    const {label, show} = shows[rule];
    const choices: Choice<string>[] = values(rule).map((value) => ({value: String(value), label: show(value)}));
    return html`<div class="choice">${label} ${segments({label, choices, value: String(chosen[rule])}, (value) => {
      chosen[rule] = Number(value);
      draw();
    })}</div>`;
  };
  draw();
  return html`<div><div class="controls">${names.map(control)}</div>${result}</div>`;
}
