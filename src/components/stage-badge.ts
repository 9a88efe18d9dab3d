import {html, svg} from "npm:htl";
import {type Stage, stages} from "./stages.js";

const root3 = Math.sqrt(3);

/** Paths around the origin, of an area in square pixels, as the symbols of charts are. */
const shapes = {
  circle: (area: number) => {
    const r = Math.sqrt(area / Math.PI);
    return `M${r},0A${r},${r},0,1,1,${-r},0A${r},${r},0,1,1,${r},0`;
  },
  triangle: (area: number) => {
    const y = Math.sqrt(area / (3 * root3));
    return `M0,${-2 * y}L${-root3 * y},${y}L${root3 * y},${y}Z`;
  },
  diamond: (area: number) => {
    const y = Math.sqrt((area * root3) / 2);
    return `M0,${-y}L${y / root3},0L0,${y}L${-y / root3},0Z`;
  },
  square: (area: number) => {
    const side = Math.sqrt(area);
    return `M${-side / 2},${-side / 2}h${side}v${side}h${-side}Z`;
  }
};

/** The mark of a stage; normal is hollow. */
function stageMark(stage: Stage, {size = 64} = {}): Element {
  const {color, symbol} = stages[stage];
  return svg`<svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
    <path d=${shapes[symbol](stage === 0 ? size * 0.6 : size)} fill=${stage === 0 ? "none" : color}
      stroke=${color} stroke-width=${stage === 0 ? 1.8 : 0}/>
  </svg>`;
}

/** A stage as mark and word. */
export const stageBadge = (stage: Stage, text: string = stages[stage].name): HTMLElement =>
  html`<span class="stage">${stageMark(stage)}<span>${text}</span></span>`;

/** The key of the stages in use. */
export const stageKey = (used: Iterable<Stage>): HTMLElement =>
  html`<div class="chart-key">${[...new Set(used)].sort().map((stage) => stageBadge(stage))}</div>`;
