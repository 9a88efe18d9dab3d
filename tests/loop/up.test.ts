import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import Database from "libsql";
import type {LakeStatus} from "../../collector/lake-status.ts";
import {hangs, launchBrowser} from "../support/chromium.ts";
import {freePort} from "../support/free-port.ts";
import {runWeir, type WeirProcess} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

const minutes = 60_000;

interface Installation {
  data: string;
  url: string;
  up(): WeirProcess;
  status(): Promise<LakeStatus>;
}

/** The shipped configuration on a data folder and ports of its own. */
async function install(t: TestContext): Promise<Installation> {
  const data = join(temporaryFolder(t), "data");
  const [port, demoPort] = [await freePort(), await freePort()];
  const env = {WEIR_DATA: data, PORT: String(port), WEIR_DEMO_PORT: String(demoPort)};
  return {
    data,
    url: `http://localhost:${port}`,
    up: () => runWeir(t, ["up"], {env}),
    status: async () => JSON.parse((await runWeir(t, ["lake", "status", "--json"], {env}).exit).stdout)
  };
}

const json = async (url: string) => (await fetch(url)).json();

test("weir up leads from an empty folder to a site drawn from what was collected, and survives a SIGKILL", async (t) => {
  const {data, url, up, status} = await install(t);
  const first = up();
  await waitFor(async () => (await fetch(url)).status === 503, {message: "the page that says what is happening"});
  assert.match(await (await fetch(url)).text(), /first report is being made/);
  await waitFor(() => first.stderr.includes("ready:"), {withinMs: 5 * minutes, message: () => first.stderr});

  await t.test("every source runs, and the books balance", async () => {
    const books = await waitFor(async () => {
      const now = await status();
      return Object.values(now.sources).every(({state}) => state === "running") && now;
    });
    assert.ok(books.balanced);
    assert.ok(books.datasets.readings!.rows > 3_000_000);
    for (const source of ["machine", "own-folders", "plant", "licences", "requests"])
      assert.ok(books.sources[source]!.read > 0, source);
  });

  await t.test("the APIs answer from what was collected", async () => {
    assert.equal((await json(`${url}/healthz`)).status, "ok");
    const stats = await json(`${url}/api/stats`);
    assert.ok(stats.system_performance.memory_usage > 0);
    assert.equal(typeof stats.network_stats.kbps_recv, "number");
    const chart = await json(`${url}/api/chart-data`);
    assert.deepEqual(chart.labels, ["0-4", "4-8", "8-12", "12-16", "16-20", "20-24"]);
    assert.equal(chart.data.check_license.length, 6);
  });

  await t.test("the pages draw it, and say what is simulated", async () => {
    const page = await (await launchBrowser(t)).newPage();
    page.setDefaultTimeout(hangs);
    await page.goto(`${url}/sensors`);
    await page.locator("figure.chart svg").first().waitFor();
    assert.match((await page.locator(".meta").textContent()) ?? "", /Simulated data: plant/);
    await page.goto(`${url}/system`);
    await page.locator(".live-slot").getByText("live").first().waitFor();
  });

  await t.test("no licence key, hardware id or customer is anywhere in the clear", () => {
    const secrets = secretsOf(join(data, "simulation", "licence-server.db"));
    assert.ok(secrets.length > 200);
    for (const part of ["spool", "lake", "snapshots", "logs", "catalog.db", "catalog.db-wal"])
      for (const file of filesBelow(join(data, part))) {
        const bytes = readFileSync(file);
        assert.equal(
          secrets.find((secret) => bytes.includes(secret)),
          undefined,
          file
        );
      }
  });

  first.kill("SIGKILL");
  await first.exit;
  const second = up();
  await waitFor(async () => (await fetch(url)).status === 200, {message: () => second.stderr});
  assert.doesNotMatch(second.stderr, /history/);
  await waitFor(async () => (await status()).balanced);
  second.kill("SIGTERM");
  assert.equal((await second.exit).code, 0, second.stderr);
  assert.ok(Object.values((await status()).sources).every(({state, spooled}) => state === "stopped" && spooled === 0));
});

function secretsOf(database: string): string[] {
  const db = new Database(database);
  const rows = db.prepare("SELECT key, HWID, discordID FROM polygon_manager").raw().all() as string[][];
  db.close();
  return rows.flat().filter((value) => typeof value === "string" && value.length >= 8);
}

function filesBelow(path: string): string[] {
  if (!/\.db/.test(path))
    return readdirSync(path, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  return [path];
}
