import type {Browser} from "playwright-core";
import {waitFor} from "../../tests/support/wait-for.ts";

export interface PageFigures {
  /** From the start of the navigation until a chart or a sparkline has a size on the screen, ms. */
  firstChartMs: number;
  /** Answers received until nothing has arrived for a second and a half, headers and compressed bodies, bytes. */
  bytes: number;
  requests: number;
}

/** Opens a page with an empty cache, touches nothing, and measures. */
export async function measurePage(browser: Browser, url: string): Promise<PageFigures> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript({content: watchForChart});
    const received: Promise<number>[] = [];
    let lastAt = performance.now();
    page.on("requestfinished", (request) => {
      lastAt = performance.now();
      received.push(
        request.sizes().then(({responseBodySize, responseHeadersSize}) => responseBodySize + responseHeadersSize)
      );
    });
    await page.goto(url, {waitUntil: "load"});
    const firstChartMs = await waitFor(() => page.evaluate(() => (window as ChartWindow).firstChartMs), {
      message: `a chart on ${url}`
    });
    await waitFor(() => performance.now() - lastAt > 1500, {message: `${url} to stop loading`});
    const sizes = await Promise.all(received);
    return {firstChartMs, bytes: sizes.reduce((sum, size) => sum + size, 0), requests: sizes.length};
  } finally {
    await context.close();
  }
}

type ChartWindow = Window & {firstChartMs?: number};

/** Runs in the page, before its own scripts; a text, since tsx adds calls to functions that pages do not have. */
const watchForChart = `
  requestAnimationFrame(function look() {
    const chart = document.querySelector("main :is(figure.chart svg, svg.spark)")?.getBoundingClientRect();
    if (chart && chart.width > 0 && chart.height > 0) window.firstChartMs = performance.now();
    else requestAnimationFrame(look);
  });
`;
