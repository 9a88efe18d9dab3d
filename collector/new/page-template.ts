/** A page that works at once: a sentence, a filter, a chart and a table over the published tables. */
export function pageTemplate(title: string, depth: number): string {
  const up = depth === 0 ? "./" : "../".repeat(depth);
  const name = /^[\p{L}\p{N}][\p{L}\p{N} ,.()-]*$/u.test(title) ? title : JSON.stringify(title);
  return `---
title: ${name}
toc: false
---

# ${title.replace(/[\\`*_[\]<>$#&]/g, "\\$&")}

\`\`\`js
import {lakeSql} from "${up}components/database.js";
import {lineChart} from "${up}components/line-chart.js";
const sql = lakeSql(FileAttachment("${depth === 0 ? "" : up}tables/index.json"));
\`\`\`

\`\`\`sql id=names
SELECT DISTINCT series FROM hourly ORDER BY series
\`\`\`

\`\`\`js
const series = view(Inputs.select(names.map((row) => row.series), {label: "Series"}));
\`\`\`

\`\`\`sql id=hours
SELECT time, mean FROM hourly WHERE series = \${series} ORDER BY time DESC LIMIT 168
\`\`\`

\${series} averaged \${d3.mean(hours, (row) => row.mean)?.toFixed(1)} in the last \${hours.length} hours.

\${lineChart(hours, {title: \`\${series} by the hour\`, subtitle: "means of the last 7 days"})}

\${Inputs.table(hours)}
`;
}
