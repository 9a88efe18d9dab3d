import {cpSync} from "node:fs";
import {join} from "node:path";
import {publish} from "../collector/publish.ts";
import {createServer} from "../collector/serve.ts";
import {median} from "../loaders/math/quantile.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {launchBrowser} from "../tests/support/chromium.ts";
import {fixtureLake} from "../tests/support/fixture-lake.ts";
import {fixtureSite} from "../tests/support/fixture-site.ts";
import {root as checkout} from "../tests/support/root.ts";
import type {Bench} from "./bench.ts";
import {measurePage, type PageFigures} from "./support/measure-page.ts";

const minutes = 520_000;
const visits = 5;

/** One sensor by the minute, up to now. */
const readings = `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * (${minutes} - i) AS time, 'plant' AS source,
    '001/flow' AS series, round(120 + 40 * sin(i / 229.2) + 8 * sin(i * 7.3) + 10 * random(), 2) AS value, 'good' AS quality
  FROM range(${minutes}) steps(i)`;

/** As Framework's documentation would have it: the rows as Parquet, the rest as SQL in the page. */
const plainPage = `---
title: Flow
sql:
  readings: ./data/readings.parquet
---

# Flow

\`\`\`sql id=[latest]
SELECT value, (SELECT avg(value) FROM readings) AS mean FROM readings ORDER BY time DESC LIMIT 1
\`\`\`

<div class="card">Flow now <span class="big">\${latest.value.toFixed(1)} m³/h</span> \${(latest.value - latest.mean).toFixed(1)} against the mean</div>

\`\`\`sql id=days display
SELECT date_trunc('day', time) AS day, min(value) AS lowest, avg(value) AS mean, max(value) AS highest
FROM readings GROUP BY 1 ORDER BY 1
\`\`\`

\`\`\`js
display(Plot.plot({width, y: {grid: true, label: "m³/h"}, marks: [Plot.lineY(days, {x: "day", y: "mean"})]}));
\`\`\`
`;

const plainLoader = `
import {openLake} from "${checkout}/loaders/lake.ts";
const lake = await openLake();
await lake.copyTo(lake.fragment\`SELECT time, value FROM readings ORDER BY time\`, process.stdout);
lake.close();
`;

/** The same page by Weir's means: a small file made at build time, its own tile, chart and table. */
const weirPage = `---
title: Flow
toc: false
style: style.css
---

# Flow

\`\`\`js
import {chart} from "./components/chart.js";
import {dataTable} from "./components/data-table.js";
import {formatDate, formatNumber} from "./components/format.js";
import {kpis} from "./components/kpi.js";
import {timeSeries} from "./components/time-series.js";

const data = FileAttachment("data/flow.json").json();
\`\`\`

<div class="tiles-slot">\${kpis([{label: "Flow now", value: data.latest, unit: "m³/h", foot: \`\${formatNumber(data.latest - data.mean)} against the mean\`}])}</div>

<div class="chart-slot">\${chart({
  title: "Flow over the year",
  subtitle: "m³/h; daily means",
  height: 400,
  render: (width, height) => timeSeries({
    lines: [{label: "Flow", points: data.days.map(({day, mean}) => ({time: day, value: mean}))}],
    unit: "m³/h"
  }, width, height)
})}</div>

<div class="panel">\${dataTable({
  label: "Flow by the day",
  rows: data.days.toReversed(),
  columns: [
    {label: "Day", value: ({day}) => day, show: ({day}) => formatDate(day), kind: "nowrap"},
    {label: "Lowest", value: ({lowest}) => lowest, kind: "number"},
    {label: "Mean", value: ({mean}) => mean, kind: "number"},
    {label: "Highest", value: ({highest}) => highest, kind: "number"}
  ]
})}</div>
`;

const weirLoader = `
import {openLake} from "${checkout}/loaders/lake.ts";
const lake = await openLake();
const [{latest, mean}] = await lake.sql\`SELECT arg_max(value, time) AS latest, round(avg(value), 2) AS mean FROM readings\`;
const days = await lake.sql\`SELECT date_trunc('day', time) AS day, min(value) AS lowest, round(avg(value), 1) AS mean, max(value) AS highest
  FROM readings GROUP BY 1 ORDER BY 1\`;
process.stdout.write(JSON.stringify({latest, mean, days}));
lake.close();
`;

/** The same tile, line and table over the same rows, from one build and one server: Framework's way and Weir's. */
export const bench: Bench = {
  name: "framework",
  about: `a page over ${minutes.toLocaleString("en")} rows as plain Observable Framework has it, and as Weir has it`,
  async run({scope, say}) {
    const lake = fixtureLake(scope);
    say("making the rows");
    await lake.add("readings", readings);
    const {root} = fixtureSite(scope, {
      "src/index.md": "# Two pages\n",
      "src/plain.md": plainPage,
      "src/weir.md": weirPage,
      "src/data/readings.parquet.ts": plainLoader,
      "src/data/flow.json.ts": weirLoader
    });
    for (const part of ["components", "styles", "style.css"])
      cpSync(join(checkout, "src", part), join(root, "src", part), {recursive: true});
    say("publishing");
    await publish({root, data: lake.data, keep: 1});
    const server = await createServer({data: lake.data, host: "127.0.0.1", port: 0});
    afterTest(scope, () => server.close());
    const browser = await launchBrowser(scope);
    const figures: Record<"plain" | "weir", PageFigures[]> = {plain: [], weir: []};
    for (let i = 0; i < visits; i++)
      for (const page of ["plain", "weir"] as const) {
        say(`opening ${page}, ${i + 1} of ${visits}`);
        figures[page].push(await measurePage(browser, `${server.url}/${page}`, {chart: "main svg[class^=plot]"}));
      }
    const middle = (page: "plain" | "weir", figure: keyof PageFigures) =>
      median(figures[page].map((one) => one[figure]));
    const rival = (figure: keyof PageFigures, scale = 1) => ({
      name: "plain Framework",
      value: middle("plain", figure) / scale
    });
    const times = (figure: keyof PageFigures) => middle("plain", figure) / middle("weir", figure);
    return [
      {what: "first chart", value: middle("weir", "firstChartMs"), unit: "ms", rival: rival("firstChartMs")},
      {what: "first chart, times sooner", value: times("firstChartMs"), unit: "x", bar: {atLeast: 4}},
      {what: "transferred", value: middle("weir", "bytes") / 1000, unit: "kB", rival: rival("bytes", 1000)},
      {what: "transferred, times fewer", value: times("bytes"), unit: "x", bar: {atLeast: 10}},
      {
        what: "layout shift",
        value: middle("weir", "layoutShift"),
        unit: "",
        bar: {atMost: 0.02},
        rival: rival("layoutShift")
      }
    ];
  }
};
