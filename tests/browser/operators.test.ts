import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {publish} from "../../collector/publish.ts";
import {Rollbacks} from "../../collector/serve/rollbacks.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {cookiesOf, localUsers, logIn, usersFile} from "../support/login-session.ts";
import {root} from "../support/root.ts";
import {serveFiles} from "../support/serve-files.ts";
import {watchedSite} from "../support/watched-site.ts";

const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const minute = 60_000;

const flow = `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * i AS time, 'plant' AS source, '001/flow' AS series,
    round(120 * (1 + 0.3 * sin(i / 1440 * 2 * pi())), 3) AS value, 'good' AS quality FROM range(4320) steps(i)`;

/** Alerts as a watch keeps them, and what acknowledging does to them. */
function watchOf() {
  const since = new Date(Date.now() - 12 * minute).toISOString();
  const alert = (id: string, series: string, label: string, stage: number, reason: string) => ({
    ...{id, series, label, stage, reason, since, source: "plant"},
    acknowledged: null as {by: string; at: string} | null
  });
  const list = [
    alert("a1", "001/flow", "Flow at 001", 4, "280 m³/h, above 265 in all but 1 of 1000 readings of this hour"),
    alert("a2", "002/pressure", "Pressure (002/pressure)", 2, "no reading for 12 minutes; one comes every minute")
  ];
  const acknowledge = (id: string, by: string) => {
    const found = list.find((one) => one.id === id);
    if (found) found.acknowledged = {by, at: new Date().toISOString()};
    return found !== undefined;
  };
  return {list, acknowledge};
}

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const {axe} = window as unknown as {axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}};
    return (await axe.run()).violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(", ")}`);
  });
};

test("operators acknowledge alerts and give readers another snapshot on the site, and nobody else is offered it", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", flow);
  const first = await publish({root, data, keep: 2}, {now: () => Date.now() - 60 * minute});
  const {list, acknowledge} = watchOf();
  const server = {
    login: localUsers(await usersFile(t)),
    alerts: () => list,
    actions: {
      acknowledge,
      rollback: (id: string) => new Rollbacks({root: data, data, publish: {targets: {}}}, {say: () => {}}).to(id)
    }
  };
  const site = await watchedSite(t, data, {server});
  const snapshots = new Snapshots(data);
  const newest = snapshots.current()!;
  const cookieOf = async (user: string) => cookiesOf(await logIn(site.url, {user}));
  const [operator, reader] = [await cookieOf("operator"), await cookieOf("reader")];

  await t.test("an operator acknowledges by keyboard, and is told what it means", async () => {
    const {page, complaints, close} = await site.open("/", {cookie: operator});
    const alerts = page.getByRole("region", {name: "Alerts"});
    const button = alerts.getByRole("button", {name: "Acknowledge serious of Flow at 001"});
    await button.focus();
    await page.keyboard.press("Enter");
    await alerts.getByText("Acknowledged: Flow at 001. It is not sent again unless it grows worse.").waitFor();
    await alerts.getByText(/^acknowledged by operator, /).waitFor();
    assert.equal(list[0]!.acknowledged?.by, "operator");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-alert")), "a2");
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("who has logged out meanwhile is told so, and nothing happens", async () => {
    const cookie = await cookieOf("operator");
    const {page, close} = await site.open("/", {cookie, width: 390, dark: true});
    const button = page.getByRole("button", {name: "Acknowledge caution of Pressure (002/pressure)"});
    await button.waitFor();
    await page.context().clearCookies();
    await button.click();
    await page
      .getByText("Not acknowledged: Pressure (002/pressure). You are no longer logged in. Log in again")
      .waitFor();
    assert.equal(list[1]!.acknowledged, null);
    assert.deepEqual(await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]), [390, 390]);
    assert.deepEqual(await violations(page), []);
    await close();
  });

  await t.test("readers see alerts and snapshots, without a button", async () => {
    const {page, complaints, close} = await site.open("/", {cookie: reader});
    await page.getByRole("region", {name: "Alerts"}).getByText("no reading for 12 minutes").waitFor();
    assert.equal(await page.getByRole("button", {name: /^Acknowledge/}).count(), 0);
    await page.goto(`${site.url}/snapshots`);
    await page.getByText("pages and figures").first().waitFor();
    assert.equal(await page.getByRole("button", {name: /^Give to readers/}).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a rollback asks first, Escape leaves, and a phone shows all of it", async () => {
    const {page, complaints, close} = await site.open("/snapshots", {cookie: operator, width: 390, dark: true});
    const give = page.getByRole("button", {name: /^Give to readers: the snapshot of /});
    await give.waitFor();
    assert.equal(await give.count(), 1);
    await give.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", {name: /^Give readers the snapshot of .+\?$/});
    await dialog
      .getByText(/^From the next page they open, readers see the data of that time in place of the report of /)
      .waitFor();
    assert.deepEqual(await violations(page), []);
    const box = (await dialog.boundingBox())!;
    assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
    await page.keyboard.press("Escape");
    await dialog.waitFor({state: "detached"});
    assert.equal(await give.evaluate((element) => element === document.activeElement), true);
    assert.equal(snapshots.current()!.id, newest.id);

    await page.keyboard.press("Enter");
    await dialog.getByRole("button", {name: "Give it to readers"}).click();
    await page.getByText(/^Readers get the snapshot of .+ now\./).waitFor();
    assert.equal(snapshots.current()!.id, first.id);
    assert.deepEqual(await page.locator("tr", {hasText: "they get it"}).getByRole("button").count(), 0);
    assert.equal(await give.count(), 1, "the newer one can be given back");
    assert.deepEqual(complaints, []);
    await page.getByRole("link", {name: "Open it"}).click();
    await page.locator(`meta[name="weir-snapshot"][content="${first.id}"]`).waitFor({state: "attached"});
    await close();
  });

  await t.test("the older snapshot's page, which knows no newer one, offers the way forward", async () => {
    const {page, complaints, close} = await site.open("/snapshots", {cookie: operator});
    await page.getByText(/^Built .+, after this page, and not what readers get\./).waitFor();
    assert.deepEqual(await violations(page), []);
    const give = page.getByRole("button", {name: /^Give to readers: the snapshot of /});
    assert.equal(await give.count(), 1);
    await give.click();
    await page.getByRole("button", {name: "Give it to readers"}).click();
    await page.getByText(/^Readers get the snapshot of .+ now\./).waitFor();
    assert.equal(snapshots.current()!.id, newest.id);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a snapshot that is gone meanwhile is named as gone", async () => {
    const {page, close} = await site.open("/snapshots", {cookie: operator});
    await page.route("**/rollback", (route) =>
      route.continue({
        url: route
          .request()
          .url()
          .replace(/\/\d{8}T/, "/00000000T")
      })
    );
    await page
      .getByRole("button", {name: /^Give to readers: the snapshot of /})
      .first()
      .click();
    await page.getByRole("button", {name: "Give it to readers"}).click();
    await page.getByText("Readers get what they got before. It is no longer there. Load the page again.").waitFor();
    assert.equal(snapshots.current()!.id, newest.id);
    await close();
  });

  await t.test("a site without a login, or without a collector, offers nothing and complains of nothing", async () => {
    const plain = await serveFiles(t);
    assert.deepEqual(await (await plain.get("/api/alerts")).json(), {alerts: null});
    const open = await watchedSite(t, data);
    const {page, complaints, settled, close} = await open.open("/");
    await settled();
    assert.equal(await page.getByRole("heading", {name: "Alerts"}).isVisible(), false);
    await page.goto(`${open.url}/snapshots`);
    await page.getByText("pages and figures").first().waitFor();
    assert.equal(await page.getByRole("button", {name: /^Give to readers/}).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
});
