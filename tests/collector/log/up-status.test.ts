import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {spawn} from "@lydell/node-pty";
import {parseConfig} from "../../../collector/config.ts";
import {UpStatus} from "../../../collector/log/up-status.ts";
import {afterTest} from "../../support/after-test.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {root} from "../../support/root.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const noon = Date.UTC(2026, 10, 22, 12);

test("UpStatus tells sources' rate and lag, the lake, the last and the next snapshot, and problems", async (t) => {
  const {data, catalog, add} = fixtureLake(t);
  let now = noon;
  const sources = Object.fromEntries(["plant", "quiet"].map((id) => [id, {kind: "system", freshFor: "1m"}]));
  const status = new UpStatus(parseConfig({title: "Pumps", sources}, {env: {WEIR_DATA: data}}), () => now);
  assert.deepEqual(status.lines().slice(0, 3), [
    "Pumps  starting  up 0 seconds",
    "  plant       0/s  nothing yet",
    "  quiet       0/s  nothing yet"
  ]);
  await add("readings", [{time: noon, source: "plant", series: "001/flow", value: 1, quality: "good"}]);
  await publishFiles({"index.html": ""}, {data, now: noon});
  catalog.setState("quiet", "away", "no such device", noon);
  const problems: string[] = [];
  status.watch({url: "http://localhost:3000", catalog, problems: () => problems});
  for (let i = 0; i < 120; i++) {
    now = noon + i * 500;
    status.accepted({source: "plant", batch: {read: 10}});
  }
  now = noon + 60_000;
  problems.push("lake: disk full");
  const [first, plant, quiet, lake, site, problem] = status.lines();
  assert.equal(first, "Pumps  http://localhost:3000  up 1 minute");
  assert.equal(plant, "  plant      20/s  just now");
  assert.equal(quiet, "  quiet       0/s  nothing yet  AWAY");
  assert.match(lake!, /^lake {2}1 row in 1 file, [\d.]+ (KiB|bytes)$/);
  assert.match(site!, /^site {2}published 1 minute ago \(20261122T120000Z-[0-9a-f]{8}\); next at \d\d:10$/);
  assert.equal(problem, "PROBLEM  lake: disk full");
  now = noon + 200_000;
  assert.match(status.lines()[1]!, /plant +0\/s {2}2 minutes ago {2}LATE$/);
});

test("UpStatus forgets what came while the clock was years ahead", async (t) => {
  const {data, catalog, add} = fixtureLake(t);
  let now = noon + 20 * 365 * 86_400_000;
  const config = parseConfig({sources: {plant: {kind: "system", freshFor: "1m"}}}, {env: {WEIR_DATA: data}});
  const status = new UpStatus(config, () => now);
  status.watch({url: "", catalog, problems: () => []});
  status.accepted({source: "plant", batch: {read: 6000}});
  status.lines();
  await add("readings", [{time: noon, source: "plant", series: "001/flow", value: 1, quality: "good"}]);
  now = noon;
  status.accepted({source: "plant", batch: {read: 60}});
  assert.match(status.lines()[1]!, /plant +60\/s {2}just now$/);
  assert.match(status.lines()[2]!, /^lake {2}1 row /);
});

test("UpStatus tells when the site is published next where the schedule says otherwise", (t) => {
  const {data, catalog} = fixtureLake(t);
  catalog.addRun({job: "publish", startedAt: noon - 3_600_000, endedAt: noon - 3_590_000, ok: true, message: ""});
  const next = (publish: object) => {
    const config = parseConfig({jobs: {publish}}, {env: {WEIR_DATA: data}});
    const status = new UpStatus(config, () => noon);
    status.watch({url: "", catalog, problems: () => []});
    return /next .*/.exec(status.lines().at(-1)!)?.[0];
  };
  const at = (time: number) => `next at ${new Date(time).toTimeString().slice(0, 5)}`;
  assert.equal(next({at: "30 2 * * *", timeZone: "UTC"}), at(noon + 14.5 * 3_600_000));
  assert.equal(next({every: "7h"}), at(noon + 6 * 3_600_000)); // since the last one, as 7 h divide no day
  assert.equal(next({at: "0 12 * * wed", timeZone: "UTC"}), "next in 3 days");
});

test("weir up shows a block on a terminal that is written over in place, and ends below it", async (t) => {
  const folder = temporaryFolder(t);
  const config = join(folder, "weir.config.mts");
  const settings = {
    title: "Pumps",
    data: "data",
    server: {port: 0},
    sources: {machine: {kind: "system", every: "200ms"}}
  };
  writeFileSync(config, `export default ${JSON.stringify(settings)};\n`);
  const env = {...process.env, WEIR_DATA: join(folder, "data"), WEIR_LOG: "", TERM: "xterm", PORT: "0"};
  const terminal = spawn(process.execPath, [join(root, "collector/weir.js"), "--config", config, "up"], {
    cols: 100,
    rows: 30,
    cwd: root,
    env
  });
  let text = "";
  let code: number | null = null;
  terminal.onData((data) => {
    text += data;
  });
  terminal.onExit(({exitCode}) => {
    code = exitCode;
  });
  afterTest(t, () => code === null && terminal.kill("SIGKILL"));
  await waitFor(
    () => /Pumps {2}http:\/\/localhost:\d+ {2}up/.test(text) && /machine +\d+\/(s|min) {2}just now/.test(text),
    {
      message: () => `the block in ${text}`
    }
  );
  assert.ok(
    text.split("\u001b[").some((part) => /^\d+A/.test(part)),
    "the cursor never went up"
  );
  terminal.kill("SIGINT");
  await waitFor(() => code !== null);
  assert.equal(code, 0, text);
  assert.match(text, /stopping: what was accepted is being written/);
});
