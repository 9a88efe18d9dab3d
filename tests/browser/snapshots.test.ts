import assert from "node:assert/strict";
import {createReadStream, existsSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {publish} from "../../collector/publish.ts";
import {contentType} from "../../collector/serve/content-type.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {root} from "../support/root.ts";
import {watchedSite} from "../support/watched-site.ts";

const minute = 60_000;
const later = 6 * 60;

/** One sensor's flow by the minute, higher by a tenth of late; from `from` to `to` minutes before now. */
const flow = (from: number, to: number, level: number) => `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * i AS time, 'plant' AS source, '001/flow' AS series,
    round(${level} * (1 + 0.3 * sin(i / 1440 * 2 * pi()) + 0.02 * sin(i * 7.3)), 3) AS value, 'good' AS quality
  FROM range(${to}, ${from}) steps(i)`;

/** A host of files that knows nothing of snapshots. */
async function hostOf(t: AfterTest, site: string): Promise<string> {
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url!, "http://host");
    const file = [pathname, `${pathname}.html`]
      .map((name) => join(site, name))
      .find((path) => /\.\w+$/.test(path) && existsSync(path));
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, {"content-type": contentType(file)});
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterTest(t, () => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const choice = (page: Page, name: "A" | "B") => page.getByRole("combobox", {name: new RegExp(`^${name}\\b`)});
const chosen = async (page: Page) => [await choice(page, "A").inputValue(), await choice(page, "B").inputValue()];

test("snapshots: two of them side by side, on any host of files", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", flow(30 * 1440, later, 120));
  const first = await publish({root, data, keep: 2}, {now: () => Date.now() - later * minute});
  await add("readings", flow(later, 0, 132));
  const site = await watchedSite(t, data);
  const snapshots = new Snapshots(data);
  const newest = snapshots.current()!;

  const {page, complaints, requests} = await site.open("/snapshots");
  await page.locator("figure.chart svg").first().waitFor();

  await t.test("opens with what changed, and fetches the figures of the two alone", async () => {
    assert.match(
      (await page.locator(".lede").textContent()) ?? "",
      /^2 snapshots, the newest built (?:just now|.+ ago); since the one before, flow is forecast [\d.]+ % (higher|lower)\.$/
    );
    assert.deepEqual(await chosen(page), [first.id, newest.id]);
    assert.equal(requests.filter((path) => path.startsWith("/_snapshots/")).length, 3);
    assert.deepEqual(complaints, []);
  });

  await t.test("figures: A, B and their difference, the largest change first", async () => {
    const table = page.locator("table", {has: page.getByRole("button", {name: "Difference"})}).first();
    const rows = table.locator("tbody tr", {hasText: "Rows in the lake"});
    await page
      .getByRole("button", {name: /^Show all/})
      .first()
      .click();
    assert.deepEqual((await rows.locator("td").allTextContents()).slice(1, 5), ["42,840", "43,200", "+360", "+0.8 %"]);
  });

  await t.test("forecasts: how far off A was, and the numbers behind", async () => {
    const chart = page.locator("figure.chart", {hasText: "B forecasts flow"});
    assert.match(
      (await chart.locator(".chart-note").first().textContent()) ?? "",
      /^A was off by .+ over the [56] h since/
    );
    await chart.getByText("Show the numbers").click();
    await chart.locator("tbody tr").nth(10).waitFor();
  });

  await t.test("a choice stands in the address; back and forward go through the choices", async () => {
    const a = choice(page, "A");
    await a.focus();
    await a.selectOption(newest.id);
    await page.getByText("A and B are the same snapshot.").waitFor();
    assert.equal(new URL(page.url()).search, `?a=${newest.id}&b=${newest.id}`);
    assert.equal(await a.evaluate((element) => element === document.activeElement), true);
    await page.goBack();
    await page.getByText(/^A was built/).waitFor();
    assert.deepEqual(await chosen(page), [first.id, newest.id]);
    await page.goForward();
    await page.getByText("A and B are the same snapshot.").waitFor();
  });

  await t.test("an address opens the same comparison; one of a snapshot that is gone says so", async () => {
    const swapped = await site.open(`/snapshots?a=${newest.id}&b=${first.id}`, {width: 390, dark: true});
    await swapped.page.getByText(/before it\./).waitFor();
    assert.deepEqual(await chosen(swapped.page), [newest.id, first.id]);
    await swapped.page.close();
    const gone = await site.open("/snapshots?a=20200101T000000Z-00000000");
    await gone.page.getByText("No longer there: 20200101T000000Z-00000000.").waitFor();
    assert.deepEqual(await chosen(gone.page), [first.id, newest.id]);
    await gone.page.close();
  });

  await t.test("an older snapshot opens at its own address, and its page knows which one is current", async () => {
    const link = page.locator("table", {hasText: "Observed through"}).getByRole("link").nth(1);
    assert.equal(
      new URL(await link.evaluate((element: HTMLAnchorElement) => element.href)).pathname,
      `/snapshots/${first.id}/`
    );
    const older = await site.open(`/snapshots/${first.id}/snapshots`);
    await older.page.getByText("Only one snapshot yet").first().waitFor();
    assert.match((await older.page.locator(".lede").textContent()) ?? "", /^One snapshot so far/);
    assert.deepEqual(await older.page.locator(".role").allTextContents(), ["this page"]);
    await older.page.close();
  });

  await t.test("works on a host of plain files, without links to what it does not have", async () => {
    const host = await hostOf(t, snapshots.siteOf(newest.id));
    await page.goto(`${host}/snapshots`);
    await page.locator("figure.chart", {hasText: "B forecasts flow"}).locator("svg").first().waitFor();
    const list = page.locator("table", {hasText: "Observed through"});
    await list.locator("tbody tr").nth(1).waitFor();
    assert.equal(await list.getByRole("link").count(), 0);
  });
  await page.close();
});
