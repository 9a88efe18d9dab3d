import type {Browser} from "playwright-core";
import {waitFor} from "../../tests/support/wait-for.ts";

/**
 * Opens the notebook with an empty cache and presses Run as soon as the page is at rest: from the press until the question
 * is answered, by a DuckDB of which nothing was fetched before, ms.
 */
export async function measureFirstSql(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  try {
    const page = await context.newPage();
    await page.addInitScript({content: watchForAnswer});
    await page.goto(url, {waitUntil: "load", timeout: 120_000});
    await page.locator(".sql-cell .cm-content").waitFor();
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", {name: "Run this cell"}).first().click();
    return await waitFor(() => page.evaluate(() => (window as Watched).answerMs), {
      withinMs: 120_000,
      message: `an answer of DuckDB on ${url}`
    });
  } finally {
    await context.close();
  }
}

type Watched = Window & {answerMs?: number};

/** Runs in the page, before its own scripts. */
const watchForAnswer = `
  let pressed;
  addEventListener("pointerdown", () => (pressed ??= performance.now()), true);
  new MutationObserver((changes) => {
    for (const {target, oldValue} of changes)
      if (oldValue === "running" && target.dataset.state === "done") window.answerMs ??= performance.now() - pressed;
  }).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-state"], attributeOldValue: true});
`;
