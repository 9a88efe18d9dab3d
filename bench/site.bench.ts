import {join} from "node:path";
import type {Browser} from "playwright-core";
import {median} from "../loaders/math/quantile.ts";
import {launchBrowser} from "../tests/support/chromium.ts";
import {sitePages} from "../tests/support/site-pages.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench, Row} from "./bench.ts";
import {measureFirstSql} from "./support/measure-first-sql.ts";
import {type MeasureOptions, measurePage, type PageFigures} from "./support/measure-page.ts";
import {runningDemo, stop} from "./support/running-demo.ts";

/** Every figure of speed is the median of this many visits, each with an empty cache. */
const visits = 5;

const slowdown = 4;

/** What a reader of the demo site waits for, in headless Chromium, from Weir's own server. */
export const bench: Bench = {
  name: "site",
  about:
    "pages of the demo site in Chromium: first chart, weight, first answer of DuckDB, and what moves while they load",
  async run(context) {
    const {scope, say} = context;
    const demo = await runningDemo(context, join(temporaryFolder(scope, {prefix: "weir-bench-"}), "data"));
    const {running} = await demo.up();
    const browser = await launchBrowser(scope);
    const address = (page: string) => new URL(page === "index" ? "." : page, demo.url).href;
    const rows: Row[] = [];
    for (const page of ["index", "sensors", "outliers"]) {
      say(`opening ${page} ${2 * visits} times`);
      const usual = await visit(browser, address(page));
      const slow = await visit(browser, address(page), {slowdown});
      rows.push(
        {what: `${page}: first chart`, value: usual.firstChartMs, unit: "ms", bar: {atMost: 800}},
        {
          what: `${page}: first chart, CPU ${slowdown} x slower`,
          value: slow.firstChartMs,
          unit: "ms",
          bar: {atMost: 2500}
        },
        {
          what: `${page}: transferred before interaction`,
          value: usual.bytes / 1000,
          unit: "kB",
          ...(page === "index" && {bar: {atMost: 250}})
        },
        {what: `${page}: requests before interaction`, value: usual.requests, unit: "requests"},
        {what: `${page}: of these for DuckDB`, value: usual.duckdb, unit: "requests", bar: {atMost: 0}}
      );
    }
    say(`asking the first question of explore ${visits} times`);
    const answers: number[] = [];
    for (let i = 0; i < visits; i++) answers.push(await measureFirstSql(browser, address("explore")));
    rows.push({
      what: "explore: DuckDB ready after the first interaction",
      value: median(answers),
      unit: "ms",
      bar: {atMost: 1500}
    });
    for (const page of sitePages()) {
      say(`watching ${page} load`);
      const widths = [1280, 390];
      const shifts: number[] = [];
      for (const width of widths)
        shifts.push((await measurePage(browser, address(page), {width, chart: "main h1"})).layoutShift);
      rows.push({
        what: `${page}: layout shift, the larger of ${widths.join(" and ")} px`,
        value: Math.max(...shifts),
        unit: "",
        bar: {atMost: 0.02}
      });
    }
    await stop(running);
    return rows;
  }
};

async function visit(browser: Browser, url: string, options: MeasureOptions = {}): Promise<PageFigures> {
  const figures: PageFigures[] = [];
  for (let i = 0; i < visits; i++) figures.push(await measurePage(browser, url, options));
  const middle = (figure: keyof PageFigures) => median(figures.map((page) => page[figure]));
  return {
    firstChartMs: middle("firstChartMs"),
    bytes: middle("bytes"),
    requests: middle("requests"),
    duckdb: middle("duckdb"),
    layoutShift: middle("layoutShift")
  };
}
