import {cpSync} from "node:fs";
import {join} from "node:path";
import {publish} from "../../collector/publish.ts";
import {createServer} from "../../collector/serve.ts";
import {type AfterTest, afterTest} from "../../tests/support/after-test.ts";
import {fixtureLake} from "../../tests/support/fixture-lake.ts";
import {fixtureSite} from "../../tests/support/fixture-site.ts";
import {root as checkout} from "../../tests/support/root.ts";

const day = 86_400_000;

/** First and last instant of the year, UTC ms. */
export const year = {from: (Math.floor(Date.now() / day) - 365) * day, to: Math.floor(Date.now() / day) * day};

/** Ten sensors by the minute. */
const readings = `
  SELECT make_timestamp(${year.from * 1000} + minute * 60000000) AS time, 'plant' AS source,
    format('{:03d}/flow', sensor) AS series,
    round(120 + 10 * sensor + 40 * sin(minute / 229.2) + 8 * sin(minute * 7.3) + 10 * random(), 2) AS value, 'good' AS quality
  FROM range(${(year.to - year.from) / 60_000}) minutes(minute), range(1, 11) sensors(sensor)`;

const loader = (path: string) =>
  `
import {openLake} from "${checkout}/loaders/lake.ts";
import {publishTables} from "${checkout}/loaders/tables/publish-tables.ts";
import {printCube} from "${checkout}/loaders/cubes/print-cube.ts";
const lake = await openLake();
${path}
lake.close();
`;

const cube = `await printCube(lake, {
  dataset: "readings",
  time: "time",
  by: ["series"],
  grains: ["10min", "hour", "day"],
  measures: {mean: {mean: "value"}, min: {min: "value"}, max: {max: "value"}, n: {count: "value"}},
  where: {quality: "good"}
});`;

const page = (sensors: number) => `---
toc: false
style: style.css
---

# Sensors

\`\`\`js
import {filterBar} from "./components/filters.js";
import {rangeChart} from "./components/range-chart.js";
import {rangeLink} from "./components/range-link.js";
import {readSeries} from "./components/read-series.js";

const meta = {builtAt: ${year.to}, observedThrough: ${year.to}, timeZone: "UTC"};
const bar = display(filterBar({meta, defaultRange: "24h"}));
const link = rangeLink(bar, {defaultRange: "24h"});
const read = readSeries({
  cube: FileAttachment("data/readings-cube.parquet").href,
  tables: FileAttachment("tables/index.json").href
});
const first = {title: "Flow", subtitle: "m³/h", draw: {lines: [], unit: "m³/h", domain: [${year.to - day}, ${year.to}]}};
\`\`\`

<div class="panels">\${d3.range(1, ${sensors + 1}).map((sensor) => {
  const id = String(sensor).padStart(3, "0");
  return rangeChart({series: {id: \`\${id}/flow\`, label: \`Flow at \${id}\`, unit: "m³/h"}, link, read, height: 160, first});
})}</div>
`;

/** Publishes a year of minutes of ten sensors with a page of ten linked charts and a page of one, and serves it. */
export async function brushSite(scope: AfterTest, say: (line: string) => void) {
  const lake = fixtureLake(scope);
  say("making a year of 10 sensors");
  await lake.add("readings", readings);
  const {root} = fixtureSite(scope, {
    "src/index.md": page(10),
    "src/one.md": page(1),
    "src/data/readings-cube.parquet.ts": loader(cube),
    "src/tables/index.json.ts": loader("process.stdout.write(JSON.stringify(await publishTables(lake)));")
  });
  for (const part of ["components", "styles", "style.css"])
    cpSync(join(checkout, "src", part), join(root, "src", part), {recursive: true});
  say("publishing");
  await publish({root, data: lake.data, keep: 1});
  const server = await createServer({data: lake.data, host: "127.0.0.1", port: 0});
  afterTest(scope, () => server.close());
  return server.url;
}
