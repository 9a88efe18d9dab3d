import type {ChartCell, ChartChoice} from "./notebook.js";

/** What stands above a chart: what its cell says, or what it draws. */
export function chartTitle({title, source}: Pick<ChartCell, "title" | "source">, {mark, x, y, series}: ChartChoice) {
  const drawn = mark === "histogram" ? `How often each ${x} comes` : `${y} by ${x}`;
  const by = series ? `, by ${series}` : "";
  return {
    title: title.trim() || `${drawn}${by}`,
    subtitle: title.trim() ? `${drawn}${by}; query ${source}` : `query ${source}`
  };
}
