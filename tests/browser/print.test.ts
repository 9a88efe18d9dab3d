import assert from "node:assert/strict";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {Snapshots} from "../../collector/snapshots.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {plantReadings} from "../support/plant-readings.ts";
import {waitFor} from "../support/wait-for.ts";
import {watchedSite} from "../support/watched-site.ts";

/** px of A4 upright between the margins that the site asks for. */
const paper = {width: 703, height: 1017};

const pagesOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** What is seen on paper among these. */
const seen = (page: Page, selector: string): Promise<number> =>
  page.evaluate(
    (all) => [...document.querySelectorAll(all)].filter((part) => part.getClientRects().length).length,
    selector
  );

test("a page prints clean: its findings, drawn for the paper in light colours, and where they are from", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", plantReadings(4));
  const site = await watchedSite(t, lake.data);
  const {id} = new Snapshots(lake.data).current()!;
  const {page, complaints, settled} = await site.open("/sensors?range=7d", {dark: true});
  await page.locator("figure.chart .chart-body svg").first().waitFor();
  await page.locator(".print-line", {hasText: id}).waitFor({state: "attached"});
  await settled();
  const widths = () =>
    page.evaluate(() =>
      [...document.querySelectorAll(".chart-body > svg")].map((svg) => Number(svg.getAttribute("width")))
    );
  const onScreen = await widths();

  await t.test("a PDF has pages, and charts are drawn for the screen again after", async () => {
    await page.evaluate(() => {
      addEventListener("beforeprint", () => {
        const drawn = [...document.querySelectorAll(".chart-body > svg")].map((svg) => svg.getAttribute("width"));
        Reflect.set(window, "printed", drawn);
      });
    });
    const pdf = await page.pdf({preferCSSPageSize: true, printBackground: true, format: "A4"});
    assert.ok(pagesOf(pdf) > 1 && pagesOf(pdf) < 20, String(pagesOf(pdf)));
    const printed = ((await page.evaluate(() => Reflect.get(window, "printed"))) as string[]).map(Number);
    assert.equal(printed.length, onScreen.length);
    for (const width of printed) assert.ok(width > 600 && width <= paper.width, `drawn for the paper: ${width}`);
    await waitFor(async () => String(await widths()) === String(onScreen), {
      message: `charts of ${onScreen} px on the screen again`
    });
  });

  await page.setViewportSize(paper);
  await page.emulateMedia({media: "print", colorScheme: "dark"});

  await t.test("page, snapshot, observed through and filters stand in one line", async () => {
    const line = await page.locator(".print-line").innerText();
    assert.match(line, /^Sensors \| Weir · snapshot /);
    assert.ok(line.includes(id), line);
    assert.match(line, /observed through \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    assert.match(line, /filters: range=7d$/);
  });

  await t.test("nothing to press is there, nor the sidebar", async () => {
    const pressed =
      "#observablehq-sidebar, #theme-switch, .download, .fresh-mark, .segments, main button:not(th button)";
    assert.equal(await seen(page, pressed), 0);
    assert.ok((await seen(page, ".tile, figure.chart")) > 4);
  });

  await t.test("paper is light though the screen is dark", async () => {
    const colours = await page.evaluate(() => [
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector("figure.chart h3")!).color
    ]);
    assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(19, 33, 42)"]);
  });

  await t.test("no tile and no chart is split, and none is wider or higher than the paper", async () => {
    const parts = await page.evaluate(() =>
      [...document.querySelectorAll(".tile, figure.chart")].map((part) => {
        const {width, height} = part.getBoundingClientRect();
        return {width, height, inside: getComputedStyle(part).breakInside};
      })
    );
    for (const {width, height, inside} of parts) {
      assert.equal(inside, "avoid");
      assert.ok(width <= paper.width && height <= paper.height, `${width} x ${height}`);
    }
  });

  assert.deepEqual(complaints, []);
  await page.close();
});
