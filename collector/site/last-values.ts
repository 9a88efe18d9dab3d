import type {siteFigures} from "../publish/site-figures.ts";

type Figures = NonNullable<Awaited<ReturnType<typeof siteFigures>>>;

const all = ["Sensors", "Outliers", "Requests", "Licences", "Capacity", "System", "Data quality"];

/** What of the site's figures a page without scripts shows; pages that are not named show none. */
const areas: Record<string, string[]> = {
  sensors: ["Sensors"],
  outliers: ["Outliers"],
  requests: ["Requests"],
  requesters: ["Requests"],
  licences: ["Licences"],
  capacity: ["Capacity"],
  system: ["System"],
  quality: ["Data quality"],
  index: all,
  snapshots: all
};

/**
 * For readers without JavaScript: a page's sentence, and its last values as a table. `page` is its path without an ending.
 * Times are UTC, since nobody tells the reader's zone.
 */
export function lastValues(page: string, sentence: string | null, figures: Figures | null): string {
  const kpis = figures?.kpis.filter(({area, value}) => value !== null && areas[page]?.includes(area)) ?? [];
  const forecasts = page === "models" ? (figures?.forecasts ?? []) : [];
  const parts = [
    ...(sentence === null ? [] : [`<p class="lede">${escaped(sentence)}</p>`]),
    ...(kpis.length
      ? [
          table(
            "The last values",
            ["Value of", "Value", "Observed (UTC)"],
            kpis.map(({label, value, unit, time}) => [label, `${number(value!)} ${unit}`, instant(time)])
          )
        ]
      : []),
    ...(forecasts.length
      ? [
          table(
            "The next hour of each series",
            ["Series", "Model", "Forecast", "90 % of cases"],
            forecasts.map(({label, unit, model, mean, lo90, hi90}) => [
              label,
              model,
              `${number(mean[0] ?? null)} ${unit}`,
              `${number(lo90[0] ?? null)} to ${number(hi90[0] ?? null)}`
            ])
          )
        ]
      : []),
    "<p>Charts, filters and all other tables of this page need JavaScript.</p>"
  ];
  return `<noscript class="unscripted">${parts.join("\n")}</noscript>`;
}

function table(caption: string, heads: string[], rows: string[][]): string {
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell.trim())}</${tag}>`).join("")}</tr>`;
  return `<table><caption>${caption}</caption><thead>${line(heads, "th")}</thead>
<tbody>${rows.map((row) => line(row, "td")).join("\n")}</tbody></table>`;
}

const number = (value: number | null): string =>
  value === null ? "–" : value.toLocaleString("en", {maximumSignificantDigits: Math.abs(value) < 1000 ? 4 : 15});

const instant = (time: number | null): string =>
  time === null ? "–" : new Date(time).toISOString().slice(0, 16).replace("T", " ");

const entities: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => entities[one]!);
