import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {afterTest} from "../support/after-test.ts";
import {launchBrowser} from "../support/chromium.ts";
import {demoLake, demoLakeEnd} from "../support/demo-lake.ts";
import {pictures} from "../support/pictures.ts";
import {root} from "../support/root.ts";
import {sitePages} from "../support/site-pages.ts";
import {type Look, watchedSite} from "../support/watched-site.ts";

const pages = sitePages();
const looks: Record<string, Look> = {
  "light-1280": {width: 1280},
  "dark-1280": {width: 1280, dark: true},
  "light-390": {width: 390},
  "dark-390": {width: 390, dark: true}
};

/** Pages that show what differs from run to run: this machine, and the sizes of builds. */
const live = ["system", "snapshots"];

test("the demo's pages with a fixed clock", async (t) => {
  process.env.WEIR_NOW = new Date(demoLakeEnd).toISOString();
  afterTest(t, () => {
    delete process.env.WEIR_NOW;
  });
  const data = await demoLake(t);
  const site = await watchedSite(t, data, {builtAt: demoLakeEnd});
  const address = (page: string) => (page === "index" ? "/" : `/${page}`);

  await t.test("look as their kept pictures do (UPDATE=1 keeps what they look like now)", async (t) => {
    const kept = await pictures(join(root, "tests/browser/pictures"), await launchBrowser(t));
    if (kept.otherFonts) {
      t.skip("this machine has other fonts than the one where the pictures were made");
      console.error(
        "NOT TESTED: how pages look (other fonts here; UPDATE=1 npm test -- browser/looks keeps pictures of them)"
      );
      return;
    }
    const differing: string[] = [];
    const left = pages
      .filter((page) => !live.includes(page))
      .flatMap((page) => Object.entries(looks).map(([name, look]) => ({page, name, look})));
    const tab = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const {page, name, look} = next;
        const opened = await site.open(address(page), {...look, now: demoLakeEnd, reducedMotion: true});
        await opened.settled();
        const difference = await kept.compare(
          `${page.replace("/", "-")}-${name}`,
          await opened.page.screenshot({fullPage: true})
        );
        if (difference) differing.push(`${page}-${name}: ${difference}`);
        assert.deepEqual(opened.complaints, [], page);
        await opened.close();
      }
    };
    await Promise.all([tab(), tab()]);
    assert.deepEqual(differing, []);
  });

  await t.test("say their sentence and last values without JavaScript", async () => {
    const {page, close} = await site.open("/sensors", {scripts: false});
    const text = await page.locator("main").innerText();
    assert.match(text, /^Sensors\n+\S.{20}/);
    assert.match(text, /Flow at 001, latest\s+[\d.]+ m³\/h\s+2026-03-15 09:\d\d/);
    assert.doesNotMatch(text, /Loading/);
    await close();
    for (const path of pages.map(address)) {
      const {page, close} = await site.open(path, {scripts: false});
      assert.ok(await page.locator("h1").isVisible(), path);
      assert.match(await page.locator("main").innerText(), /need JavaScript/, path);
      assert.equal(await page.locator("observablehq-loading:visible").count(), 0, path);
      await close();
    }
  });
});
