import * as d3 from "npm:d3";
import {html, svg} from "npm:htl";
import {formatNumber} from "./format.js";

export interface RadarSeries {
  /** Its name in the key. */
  label: string;
  /** One for each of `axes`. */
  values: readonly number[];
}

export interface RadarOptions {
  /** What goes round, clockwise from the top. */
  axes: readonly string[];
  /** Up to five outlines. */
  series: readonly RadarSeries[];
  /** Unit of the values, as in "calls a day". */
  unit: string;
}

/** Values around a clock, one outline a series, rings at round values. */
export function radar({axes, series, unit}: RadarOptions, width: number, height: number): Element {
  const radius = Math.min(width / 2 - 44, height / 2 - 26);
  const r = d3.scaleLinear([0, d3.max(series, ({values}) => d3.max(values)) || 1], [0, radius]).nice(3);
  const angle = (i: number) => (i / axes.length) * 2 * Math.PI;
  const at = (i: number, distance: number) => [Math.sin(angle(i)) * distance, -Math.cos(angle(i)) * distance] as const;
  const outline = d3
    .lineRadial<number>()
    .angle((_, i) => angle(i))
    .radius((value) => r(value))
    .curve(d3.curveLinearClosed);
  const rings = r.ticks(3).filter((tick) => tick > 0);
  return html`<div>
    ${svg`<svg width=${width} height=${height} viewBox=${[-width / 2, -height / 2, width, height].join(" ")} role="img"
      aria-label=${`${series.map(({label}) => label).join(", ")} in ${unit}`}>
      ${rings.map((tick) => svg`<circle r=${r(tick)} fill="none" stroke="var(--line)"/>`)}
      ${axes.map((axis, i) => {
        const [x, y] = at(i, radius + 16);
        const [x2, y2] = at(i, radius);
        return svg`<line x2=${x2} y2=${y2} stroke="var(--line)"/>
          <text x=${x} y=${y} dy="0.35em" text-anchor=${Math.abs(x) < 4 ? "middle" : x > 0 ? "start" : "end"}
            fill="var(--muted)">${axis}</text>`;
      })}
      ${series.map(
        (
          {label, values},
          i
        ) => svg`<path d=${outline([...values])} fill=${color(i)} fill-opacity="0.1" stroke=${color(i)} stroke-dasharray=${dash(i)}
          stroke-width="1.75" stroke-linejoin="round"/>
          ${values.map((value, j) => {
            const [cx, cy] = at(j, r(value));
            return svg`<circle cx=${cx} cy=${cy} r="3" fill=${color(i)}><title>${`${label}, ${axes[j]}: ${formatNumber(value)} ${unit}`}</title></circle>`;
          })}`
      )}
      ${rings.map(
        (
          tick
        ) => svg`<text x=${at(0.5, r(tick))[0]} y=${at(0.5, r(tick))[1]} text-anchor="middle" dy="0.35em" fill="var(--muted)" font-size="11"
        stroke="var(--panel)" stroke-width="4" paint-order="stroke">${formatNumber(tick)}</text>`
      )}
    </svg>`}
  </div>`;
}

/** Outlines are told apart by colour and by dashes. */
const color = (i: number): string => `var(--series-${(i % 5) + 1})`;
const dash = (i: number): string => ["none", "7 3", "2 3", "7 3 2 3", "12 4"][i % 5]!;

/** The key of a radar's outlines: each name beside its colour. */
export const radarKey = (series: readonly RadarSeries[]): HTMLElement =>
  html`<div class="chart-key">${series.map(
    ({label}, i) =>
      html`<span>${svg`<svg width="24" height="8" aria-hidden="true">
      <line x2="24" y1="4" y2="4" stroke=${color(i)} stroke-dasharray=${dash(i)} stroke-width="2.5"/></svg>`}${label}</span>`
  )}</div>`;
