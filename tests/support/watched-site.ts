import type {Page} from "playwright-core";
import {LiveReadings} from "../../collector/live-readings.ts";
import {publish} from "../../collector/publish.ts";
import {createServer, type ServerOptions} from "../../collector/serve.ts";
import {type AfterTest, afterTest} from "./after-test.ts";
import {hangs, launchBrowser} from "./chromium.ts";
import {root} from "./root.ts";

export interface Look {
  width?: number;
  dark?: boolean;
  reducedMotion?: boolean;
  /** Whether the browser runs scripts. */
  scripts?: boolean;
  /** What the page's clock stands at, UTC ms. */
  now?: number;
  /** Cookies that the browser has already, as a request sends them. */
  cookie?: string;
}

export interface WatchedSite {
  url: string;
  /** A page that notes what goes wrong and what it fetches. */
  open(path: string, look?: Look): Promise<WatchedPage>;
}

export interface WatchedPage {
  page: Page;
  /** Errors, violations of the content policy, and requests to other hosts. */
  complaints: string[];
  /** Paths asked for, without the query. */
  requests: string[];
  /** Waits until nothing loads any more and fonts are there. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Publishes this project's own site from a data folder and serves it with a live feed, until the test ends. */
export async function watchedSite(
  t: AfterTest,
  data: string,
  {builtAt, server: options = {}}: {builtAt?: number; server?: Partial<ServerOptions>} = {}
): Promise<WatchedSite> {
  await publish({root, data, keep: 2}, builtAt === undefined ? {} : {now: () => builtAt});
  const server = await createServer({data, host: "127.0.0.1", port: 0, live: new LiveReadings(), ...options});
  afterTest(t, () => server.close());
  const browser = await launchBrowser(t);
  return {
    url: server.url,
    async open(path, {width = 1280, dark = false, reducedMotion = false, scripts = true, now, cookie} = {}) {
      const context = await browser.newContext({
        viewport: {width, height: 900},
        colorScheme: dark ? "dark" : "light",
        reducedMotion: reducedMotion ? "reduce" : "no-preference",
        javaScriptEnabled: scripts,
        timezoneId: "UTC",
        locale: "en-GB"
      });
      context.setDefaultTimeout(hangs);
      for (const [name = "", value = ""] of cookie?.split("; ").map((one) => one.split("=")) ?? [])
        await context.addCookies([{name, value, url: server.url}]);
      const page = await context.newPage();
      if (now !== undefined) await page.clock.setFixedTime(now);
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        const {origin, pathname, protocol} = new URL(request.url());
        if (/^(https?|wss?):/.test(protocol) && origin !== server.url) complaints.push(`elsewhere: ${request.url()}`);
        requests.push(pathname);
      });
      await page.goto(server.url + path);
      if (scripts) await page.locator(".lede").waitFor();
      return {page, complaints, requests, settled: () => settled(page), close: () => context.close()};
    }
  };
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)));
}
