import {copySvg, rgb} from "./copy-svg.js";
import type {ExportFacts} from "./export-facts.js";
import {paintHtml} from "./paint-html.js";

const namespace = "http://www.w3.org/2000/svg";
const footHeight = 28;

export interface ExportedSvg {
  text: string;
  /** px */
  width: number;
  height: number;
}

/**
 * A figure as an SVG that needs nothing else: title, key, picture and note as they stand on the page, in its present colours, and
 * a line with the snapshot. What it says of itself stands in its metadata.
 */
export function exportSvg(figure: HTMLElement, facts: ExportFacts): ExportedSvg {
  const frame = figure.getBoundingClientRect();
  const style = getComputedStyle(figure);
  const parts = [...figure.children].filter((part) => !part.matches(".chart-foot"));
  const bottom = Math.max(...parts.map((part) => part.getBoundingClientRect().bottom));
  const width = Math.ceil(frame.width);
  const height = Math.ceil(bottom - frame.top) + 12 + footHeight;
  const svg = make("svg", {xmlns: namespace, width, height, viewBox: `0 0 ${width} ${height}`});
  svg.append(
    make("title", {}, facts.title),
    make("desc", {}, facts.about),
    metadata(facts),
    make("rect", {width, height, fill: rgb(style.backgroundColor)})
  );
  paintHtml(parts, svg, {left: frame.left, top: frame.top}, {make, picture: copySvg});
  const foot = `Weir, ${facts.page}; snapshot ${facts.snapshot}; observed through ${facts.observedThrough}${
    facts.filters === "none chosen" ? "" : `; ${facts.filters}`
  }`;
  const x = Number.parseFloat(style.paddingLeft);
  const size = Math.min(11, (1.8 * (width - 2 * x)) / foot.length);
  const subtitle = getComputedStyle(figure.querySelector(".chart-subtitle") ?? figure);
  const look = {fill: rgb(subtitle.color), "font-family": style.fontFamily, "font-size": `${size.toFixed(1)}px`};
  svg.append(make("text", {x, y: height - 12, ...look}, foot));
  return {text: new XMLSerializer().serializeToString(svg), width, height};
}

function make(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

function metadata(facts: ExportFacts): SVGElement {
  const element = make("metadata", {});
  for (const [name, value] of Object.entries(facts)) {
    const fact = document.createElementNS("urn:weir:facts", `weir:${name}`);
    fact.textContent = value;
    element.append(fact);
  }
  return element;
}
