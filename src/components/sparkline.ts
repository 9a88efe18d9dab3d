import * as d3 from "npm:d3";
import {svg} from "npm:htl";

/** A small line of equal steps, oldest first, with a dot at its end; gaps where nothing is known. */
export function sparkline(
  steps: readonly (number | null)[],
  {width = 88, height = 26, label = ""}: {width?: number; height?: number; label?: string} = {}
): Element | null {
  const values = thinned(steps, Math.floor(width / 2));
  const known = values.flatMap((value, i) => (value === null ? [] : [{value, i}]));
  if (known.length < 2) return null;
  const x = d3.scaleLinear([0, values.length - 1], [1, width - 4]);
  const [low = 0, high = 0] = d3.extent(known, ({value}) => value);
  const y = low === high ? () => height / 2 : d3.scaleLinear([low, high], [height - 4, 4]);
  const line = d3
    .line<number | null>(
      (_, i) => x(i),
      (value) => y(value!)
    )
    .defined((value) => value !== null);
  const last = known.at(-1)!;
  return svg`<svg class="spark" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    <path d=${line(values)} fill="none" stroke="var(--context)" stroke-width="1.5" stroke-linejoin="round"/>
    <circle cx=${x(last.i)} cy=${y(last.value)} r="2.5" fill="var(--accent)"/>
  </svg>`;
}

/** Means of runs of steps, so that no more than `most` are left. */
function thinned(steps: readonly (number | null)[], most: number): (number | null)[] {
  const run = Math.ceil(steps.length / most);
  if (run <= 1) return [...steps];
  return d3.range(0, steps.length, run).map((i) => d3.mean(steps.slice(i, i + run), (step) => step) ?? null);
}
