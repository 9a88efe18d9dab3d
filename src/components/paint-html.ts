import {rgb} from "./copy-svg.js";

interface Painters {
  make: (name: string, attributes: Record<string, string | number>, text?: string) => SVGElement;
  picture: (drawing: SVGSVGElement) => SVGSVGElement;
}

/** Paints parts of a page into an SVG whose corner lies at `origin`: their boxes, the lines of their texts, their drawings. */
export function paintHtml(
  parts: readonly Element[],
  into: SVGElement,
  origin: {left: number; top: number},
  painters: Painters
): void {
  for (const part of parts) {
    const style = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    const hidden = style.display === "none" || style.visibility === "hidden" || !(box.width > 1) || !(box.height > 1);
    if ((hidden && style.display !== "contents") || part.matches("button, input, select, style, script")) continue;
    const x = box.left - origin.left;
    const y = box.top - origin.top;
    if (part instanceof SVGSVGElement) {
      const drawing = painters.picture(part);
      for (const [name, value] of Object.entries({x, y, width: box.width, height: box.height}))
        drawing.setAttribute(name, String(value));
      into.append(drawing);
      continue;
    }
    const ground = rgb(style.backgroundColor);
    if (!/^rgba\(.*, 0\)$/.test(ground)) {
      const rx = Math.min(Number.parseFloat(style.borderRadius) || 0, box.height / 2);
      into.append(painters.make("rect", {x, y, width: box.width, height: box.height, rx, fill: ground}));
    }
    for (const node of part.childNodes)
      if (node instanceof Text) paintText(node, style, into, origin, painters);
      else if (node instanceof Element) paintHtml([node], into, origin, painters);
  }
}

function paintText(
  text: Text,
  style: CSSStyleDeclaration,
  into: SVGElement,
  origin: {left: number; top: number},
  {make}: Painters
): void {
  const look = {
    fill: rgb(style.color),
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    "font-weight": style.fontWeight,
    "font-variant-numeric": style.fontVariantNumeric
  };
  for (const {words, left, middle} of linesOf(text)) {
    const baseline = middle + Number.parseFloat(style.fontSize) * 0.35;
    into.append(make("text", {x: left - origin.left, y: baseline - origin.top, ...look}, words));
  }
}

/** The lines in which a text stands, each with where it begins. */
function linesOf(text: Text): {words: string; left: number; middle: number}[] {
  const lines: {words: string; left: number; middle: number}[] = [];
  const range = document.createRange();
  for (const {0: word, index} of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const box = range.getBoundingClientRect();
    const middle = (box.top + box.bottom) / 2;
    const line = lines.at(-1);
    if (line && Math.abs(line.middle - middle) < 2) line.words += ` ${word}`;
    else lines.push({words: word, left: box.left, middle});
  }
  return lines;
}
