import type {MarkSpec, PlotSpec} from "./chart-spec.js";

/** A plot as JavaScript that draws the result called `name`, `width` by `height` pixels. */
export function plotCode({options, marks}: PlotSpec, name: string, {ariaLabel}: {ariaLabel: string}): string {
  const entries = [
    "width",
    "height",
    `ariaLabel: ${code(ariaLabel)}`,
    ...Object.entries(options).map(([key, value]) => `${key}: ${code(value)}`),
    `marks: [\n    ${marks.map((mark) => markCode(mark, name)).join(",\n    ")}\n  ]`
  ];
  return `Plot.plot({\n  ${entries.join(",\n  ")}\n})`;
}

function markCode({mark, data, transform, options}: MarkSpec, name: string): string {
  const given = options ? code(options) : "";
  const outputs = transform?.outputs ? `${code(transform.outputs)}, ` : "";
  const second = transform ? `Plot.${transform.name}(${outputs}${given})` : given;
  return `Plot.${mark}(${[data ? code(data) : name, second].filter(Boolean).join(", ")})`;
}

/** Plain data as JavaScript. */
export function code(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(code).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${code(item)}`).join(", ")}}`;
}
