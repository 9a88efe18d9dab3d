import assert from "node:assert/strict";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {publish} from "../../collector/publish.ts";
import {createServer} from "../../collector/serve.ts";
import {installedPackage} from "../../collector/site/installed-package.ts";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {hangs, launchBrowser} from "../support/chromium.ts";
import {fixtureSite} from "../support/fixture-site.ts";
import {root as checkout} from "../support/root.ts";

interface OpenSite {
  page: Page;
  url: string;
  /** Errors, violations of the content policy, and requests to other hosts. */
  complaints: string[];
}

/** Publishes the fixture's site and opens a browser that minds everything. */
async function openSite(t: AfterTest, files?: Record<string, string>): Promise<OpenSite> {
  const {root, data} = fixtureSite(t, files);
  await publish({root, data, keep: 2});
  const server = await createServer({data, host: "127.0.0.1", port: 0});
  afterTest(t, () => server.close());
  const page = await (await launchBrowser(t)).newPage();
  page.setDefaultTimeout(hangs);
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const {protocol, origin} = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && origin !== server.url) complaints.push(`elsewhere: ${request.url()}`);
  });
  await page.exposeFunction("violated", (text: string) => complaints.push(text));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      Reflect.get(window, "violated")(`${event.violatedDirective}: ${event.blockedURI}`)
    )
  );
  return {page, url: server.url, complaints};
}

async function resultOf({page, complaints}: OpenSite): Promise<string | null> {
  const result = page.locator("#result").textContent();
  return result.catch((error) => assert.fail([error.message, ...complaints].join("\n")));
}

test("a page with sql, Plot, Inputs, d3 and files asks no other host and keeps to the content policy", async (t) => {
  const site = await openSite(t);
  await site.page.goto(site.url);

  assert.deepEqual(JSON.parse((await resultOf(site))!), {
    means: [1498.5, 1499.5, 1500.5],
    choice: "south",
    greatest: 3,
    total: 4,
    bins: true,
    json: 1,
    arrow: 2
  });
  assert.equal(await site.page.locator("svg[class^=plot]").count(), 1);
  await site.page.locator("input[type=radio]").first().click();
  await site.page.locator("#result", {hasText: "north"}).waitFor();
  await site.page.goto(`${site.url}/another`);
  assert.equal(await resultOf(site), "6");
  assert.deepEqual(site.complaints, []);
});

const noParquet = !installedPackage(checkout, "parquet-wasm") && "parquet-wasm is not installed";

test("FileAttachment().parquet() reads a file without another host", {skip: noParquet}, async (t) => {
  const site = await openSite(t, {
    "src/index.md": `\`\`\`js
const table = await FileAttachment("data/readings.parquet").parquet();
display(html\`<p id="result">\${table.numRows} \${table.get(5).series}</p>\`);
\`\`\``
  });
  await site.page.goto(site.url);
  assert.equal(await resultOf(site), "3000 003/flow");
  assert.deepEqual(site.complaints, []);
});
