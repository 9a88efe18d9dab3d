import {svg} from "npm:htl";

type Step = number | null;

/** A small line of equal steps, oldest first, with a dot at its end; gaps where nothing is known. */
export function sparkline(
  steps: readonly Step[],
  {width = 88, height = 26, label = ""}: {width?: number; height?: number; label?: string} = {}
): Element | null {
  const values = thinned(steps, Math.floor(width / 2));
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number) => 1 + (i / (values.length - 1)) * (width - 5);
  const y = (value: number) => (low === high ? height / 2 : 4 + ((high - value) / (high - low)) * (height - 8));
  const last = values.findLastIndex((value) => value !== null);
  return svg`<svg class="spark" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    <path d=${path(values, x, y)} fill="none" stroke="var(--context)" stroke-width="1.5" stroke-linejoin="round"/>
    <circle cx=${x(last)} cy=${y(values[last]!)} r="2.5" fill="var(--accent)"/>
  </svg>`;
}

/** A line through the steps that are known; one between two gaps is a point. */
function path(values: readonly Step[], x: (i: number) => number, y: (value: number) => number): string {
  return values
    .map((value, i) => {
      if (value === null) return "";
      const point = `${x(i).toFixed(1)},${y(value).toFixed(1)}`;
      return values[i - 1] == null ? `M${point}${values[i + 1] == null ? "z" : ""}` : `L${point}`;
    })
    .join("");
}

/** Means of runs of steps, so that no more than `most` are left. */
function thinned(steps: readonly Step[], most: number): Step[] {
  const run = Math.ceil(steps.length / most);
  if (run <= 1) return [...steps];
  return Array.from({length: Math.ceil(steps.length / run)}, (_, i) => mean(steps.slice(i * run, (i + 1) * run)));
}

function mean(steps: readonly Step[]): Step {
  const known = steps.filter((step) => step !== null);
  return known.length ? known.reduce((sum, step) => sum + step, 0) / known.length : null;
}
