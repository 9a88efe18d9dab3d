import type {Browser, Page} from "playwright-core";
import {waitFor} from "../../tests/support/wait-for.ts";

export interface PageFigures {
  /** From the start of the navigation until a chart or a sparkline has a size on the screen, ms. */
  firstChartMs: number;
  /** Answers received until nothing has arrived for a second and a half, headers and compressed bodies, bytes. */
  bytes: number;
  requests: number;
  /** Requests for parts of DuckDB. */
  duckdb: number;
  /** Cumulative layout shift, as browsers define it: the largest burst of shifts that no input caused. */
  layoutShift: number;
}

export interface MeasureOptions {
  /** How many times slower the processor seems to the page. */
  slowdown?: number;
  width?: number;
  /** CSS selector of what counts as a chart. */
  chart?: string;
}

/** Opens a page with an empty cache, touches nothing, and measures. */
export async function measurePage(
  browser: Browser,
  url: string,
  {slowdown = 1, width = 1280, chart = "main :is(figure.chart svg, svg.spark)"}: MeasureOptions = {}
): Promise<PageFigures> {
  const context = await browser.newContext({viewport: {width, height: 900}});
  try {
    const page = await context.newPage();
    await slowDown(page, slowdown);
    await page.addInitScript({content: watchForChart(chart)});
    const received: Promise<number>[] = [];
    let duckdb = 0;
    let lastAt = performance.now();
    page.on("requestfinished", (request) => {
      lastAt = performance.now();
      if (/duckdb|\.wasm$/.test(request.url())) duckdb++;
      received.push(
        request.sizes().then(({responseBodySize, responseHeadersSize}) => responseBodySize + responseHeadersSize)
      );
    });
    await page.goto(url, {waitUntil: "load", timeout: 120_000});
    const firstChartMs = await waitFor(() => page.evaluate(() => (window as Watched).firstChartMs), {
      withinMs: 120_000,
      message: `a chart on ${url}`
    });
    await waitFor(() => performance.now() - lastAt > 1500 * slowdown, {
      withinMs: 120_000,
      message: `${url} to stop loading`
    });
    const layoutShift = await page.evaluate(() => (window as Watched).layoutShift ?? 0);
    const sizes = await Promise.all(received);
    return {
      firstChartMs,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      requests: sizes.length,
      duckdb,
      layoutShift
    };
  } finally {
    await context.close();
  }
}

async function slowDown(page: Page, rate: number): Promise<void> {
  if (rate === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", {rate});
}

type Watched = Window & {firstChartMs?: number; layoutShift?: number};

/**
 * Runs in the page, before its own scripts; a text, since tsx adds calls to functions that pages do not have. Shifts are
 * summed in windows of at most 5 s without a pause of 1 s (web.dev/articles/cls).
 */
const watchForChart = (selector: string) => `
  requestAnimationFrame(function look() {
    const chart = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
    if (chart && chart.width > 0 && chart.height > 0) window.firstChartMs = performance.now();
    else requestAnimationFrame(look);
  });
  window.layoutShift = 0;
  let burst = {sum: 0, from: 0, last: -Infinity};
  new PerformanceObserver((list) => {
    for (const {startTime, value, hadRecentInput} of list.getEntries()) {
      if (hadRecentInput) continue;
      if (startTime - burst.last > 1000 || startTime - burst.from > 5000) burst = {sum: 0, from: startTime, last: startTime};
      burst.sum += value;
      burst.last = startTime;
      window.layoutShift = Math.max(window.layoutShift, burst.sum);
    }
  }).observe({type: "layout-shift", buffered: true});
`;
