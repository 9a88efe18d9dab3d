import type {Page} from "playwright-core";
import {median, quantile} from "../loaders/math/quantile.ts";
import {launchBrowser} from "../tests/support/chromium.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, Row} from "./bench.ts";
import {brushSite, year} from "./support/brush-site.ts";
import {redrawWatch, type Watched} from "./support/redraw-watch.ts";

const charts = 10;
const day = 86_400_000;

/** Gestures of each kind. */
const drags = 12;
/** Steps of a drag that moves the charts. */
const steps = 10;

/** A reader who drags on one of ten linked charts, from the pointer's event until all ten are painted anew. */
export const bench: Bench = {
  name: "brush",
  about: "ten linked charts over a year of minutes of ten sensors, zoomed and moved by drags in Chromium",
  async run({scope, say}) {
    const url = await brushSite(scope, say);
    const browser = await launchBrowser(scope);
    const page = await browser.newPage({viewport: {width: 1280, height: 1600}});
    await page.addInitScript({content: redrawWatch});

    say(`zooming into the year ${drags} times`);
    await page.goto(address(url, year.from, year.to));
    await settled(page);
    const zooms = await zoom(page, (turn) => [0.05 + (turn % 7) * 0.09, 0.25 + (turn % 5) * 0.08]);
    say(`moving along the year, ${drags} drags of ${steps} steps`);
    await page.goto(address(url, year.from + 120 * day, year.from + 200 * day));
    await settled(page);
    const moves = await move(page);

    say(`zooming to single readings ${drags} times`);
    const close: number[] = [];
    for (let turn = 0; turn < drags; turn++) {
      const from = year.from + (10 + turn * 16) * day;
      await page.goto(address(url, from, from + 12 * day));
      await settled(page);
      close.push(...(await zoom(page, () => [0.3, 0.12], 1)));
    }
    return [
      ...figures("zoom into the year, from cubes", zooms, 50),
      ...figures("move along the year, from cubes", moves, 50),
      ...figures("zoom to a day or two, from single readings", close, 300),
      ...(await bytesOfADay(page, url))
    ];
  }
};

const address = (url: string, from: number, to: number, page = "") => `${url}/${page}?from=${iso(from)}&to=${iso(to)}`;
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 16)}Z`;

const figures = (what: string, times: number[], atMost: number): Row[] => [
  {what: `${what}: p95 until 10 charts are painted`, value: quantile(times, 0.95), unit: "ms", bar: {atMost}},
  {what: `${what}: median of ${times.length}`, value: median(times), unit: "ms"}
];

/** Waits until every chart is drawn and the page is at rest. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    (charts) =>
      [...document.querySelectorAll(".range-chart h3")].filter((title) => /averaged/.test(title.textContent ?? ""))
        .length === charts && !document.querySelector(".time-live"),
    charts,
    {timeout: 120_000}
  );
}

const times = (page: Page, kind: "release" | "move") =>
  page.evaluate((kind) => (window as unknown as Watched).redraws[kind], kind);
const watch = (page: Page, kind: Watched["watching"]) =>
  page.evaluate((watching) => void Object.assign(window, {watching}), kind);

/** Marks a part of the year on one chart after the other: [start, length] as shares of its width. */
async function zoom(page: Page, part: (turn: number) => [number, number], turns = drags): Promise<number[]> {
  for (let turn = 0; turn < turns; turn++) {
    const {x, y, width} = (await page
      .locator("svg.brushable")
      .nth(turn % 4)
      .boundingBox())!;
    const [start, length] = part(turn);
    const left = x + 60 + start * (width - 80);
    await page.mouse.move(left, y + 60);
    await page.mouse.down();
    await page.mouse.move(left + length * (width - 80), y + 70, {steps: 6});
    await watch(page, "release");
    await page.mouse.up();
    await waitFor(async () => (await times(page, "release")).length > turn, {message: "the charts to be painted"});
    await watch(page, null);
    await settled(page);
    if (turns > 1) {
      const title = await page.locator(".range-chart h3").first().textContent();
      await page.goBack();
      await page.waitForFunction((title) => document.querySelector(".range-chart h3")?.textContent !== title, title);
      await settled(page);
    }
  }
  return times(page, "release");
}

/** Drags the time axis of one chart after the other, to and fro. */
async function move(page: Page): Promise<number[]> {
  for (let turn = 0; turn < drags; turn++) {
    const {x, y, width, height} = (await page
      .locator("svg.brushable")
      .nth(turn % 4)
      .boundingBox())!;
    const way = turn % 2 ? -1 : 1;
    const start = x + width / 2;
    await page.mouse.move(start, y + height - 10);
    await page.mouse.down();
    await page.mouse.move(start + way * 8, y + height - 10);
    await watch(page, "move");
    for (let step = 1; step <= steps; step++) {
      const before = (await times(page, "move")).length;
      await page.mouse.move(start + way * (8 + step * 9), y + height - 10);
      await waitFor(async () => (await times(page, "move")).length > before, {
        message: "the charts to be painted",
        everyMs: 5
      });
    }
    await watch(page, null);
    await page.mouse.up();
    await settled(page);
  }
  return times(page, "move");
}

/** What is read to draw one sensor's day, footers included, against the year's single readings. */
async function bytesOfADay(page: Page, url: string): Promise<Row[]> {
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (/\.parquet$/.test(new URL(request.url()).pathname))
      sizes.push(request.sizes().then(({responseBodySize}) => responseBodySize));
  });
  const index = page.waitForResponse(/tables\/index\.[0-9a-f]+\.json/);
  await page.goto(address(url, year.from + 100 * day, year.from + 101 * day, "one"));
  const {tables} = await (await index).json();
  await page.waitForFunction(() => /averaged/.test(document.querySelector(".range-chart h3")?.textContent ?? ""));
  const read = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  const whole = tables
    .find(({name}: {name: string}) => name === "readings")
    .files.reduce((sum: number, {bytes}: {bytes: number}) => sum + bytes, 0);
  return [
    {what: "one sensor's day, read", value: read / 1000, unit: "kB"},
    {what: "the year's single readings", value: whole / 1e6, unit: "MB"},
    {what: "share of them read for that day", value: (read / whole) * 100, unit: "%", bar: {atMost: 3}}
  ];
}
