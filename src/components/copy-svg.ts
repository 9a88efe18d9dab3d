/** Properties that children take over; written where an element differs from its parent. */
const inherited = [
  "color",
  "fill",
  "fill-opacity",
  "fill-rule",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-dashoffset",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "font-variant-numeric",
  "letter-spacing",
  "text-anchor",
  "paint-order",
  "visibility"
];

/** The others with what they are by default. */
const own: Record<string, string> = {
  display: "inline",
  opacity: "1",
  "dominant-baseline": "auto",
  "clip-path": "none",
  mask: "none",
  "stop-color": "rgb(0, 0, 0)",
  "stop-opacity": "1",
  "mix-blend-mode": "normal"
};

/** A drawing as it looks now: variables, styles and classes resolved into attributes. */
export function copySvg(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  resolve(drawing, copy, null);
  for (const style of copy.querySelectorAll("style, script")) style.remove();
  for (const attribute of ["role", "aria-label", "tabindex"]) copy.removeAttribute(attribute);
  copy.setAttribute("overflow", "visible");
  return copy;
}

function resolve(from: Element, to: Element, parent: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(from);
  for (const name of inherited) {
    const value = style.getPropertyValue(name);
    if (to.hasAttribute(name) || value !== parent?.getPropertyValue(name)) to.setAttribute(name, rgb(value));
  }
  for (const [name, initial] of Object.entries(own)) {
    const value = style.getPropertyValue(name);
    if (value !== initial && !(name === "display" && value !== "none")) to.setAttribute(name, rgb(value));
    else to.removeAttribute(name);
  }
  to.removeAttribute("class");
  to.removeAttribute("style");
  for (let i = 0; i < from.children.length; i++) resolve(from.children[i]!, to.children[i]!, style);
}

/** Colours that were mixed are told in numbers from 0 to 1, which few programs read. */
export const rgb = (value: string): string =>
  value.replace(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/g, (_, r, g, b, alpha) => {
    const parts = [r, g, b].map((part) => Math.round(Number(part) * 255));
    return alpha === undefined ? `rgb(${parts.join(", ")})` : `rgba(${parts.join(", ")}, ${alpha})`;
  });
