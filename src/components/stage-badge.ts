import * as d3 from "npm:d3";
import {html, svg} from "npm:htl";
import {type Stage, stages} from "./stages.js";

const shapes = {
  circle: d3.symbolCircle,
  triangle: d3.symbolTriangle,
  diamond: d3.symbolDiamond,
  square: d3.symbolSquare
};

/** The mark of a stage; normal is hollow. */
function stageMark(stage: Stage, {size = 64} = {}): Element {
  const {color, symbol} = stages[stage];
  return svg`<svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
    <path d=${d3.symbol(shapes[symbol], stage === 0 ? size * 0.6 : size)()} fill=${stage === 0 ? "none" : color}
      stroke=${color} stroke-width=${stage === 0 ? 1.8 : 0}/>
  </svg>`;
}

/** A stage as mark and word. */
export const stageBadge = (stage: Stage, text: string = stages[stage].name): HTMLElement =>
  html`<span class="stage">${stageMark(stage)}<span>${text}</span></span>`;

/** The key of the stages in use. */
export const stageKey = (used: Iterable<Stage>): HTMLElement =>
  html`<div class="chart-key">${[...new Set(used)].sort().map((stage) => stageBadge(stage))}</div>`;
