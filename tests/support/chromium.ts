import {type Browser, chromium} from "playwright-core";
import {type AfterTest, afterTest} from "./after-test.ts";
import {findChromium} from "./find-chromium.ts";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];

/** After which a step in a browser hangs, ms: a machine under load is slow, and nothing is promised of speed. */
export const hangs = 120_000;

/** Starts a headless Chromium, closed when the test ends. Throws when the machine has none. */
export async function launchBrowser(t: AfterTest): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium found (run npm test once, or set WEIR_CHROMIUM to one)");
  const browser = await chromium.launch({executablePath, args});
  afterTest(t, () => browser.close());
  return browser;
}
