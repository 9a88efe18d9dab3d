import assert from "node:assert/strict";
import {readFileSync, rmSync, writeFileSync} from "node:fs";
import {createServer} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {root} from "../support/root.ts";
import {runWeir} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

/** A configuration file in a folder of its own. */
function configure(t: TestContext, config: object): {file: string; folder: string} {
  const folder = temporaryFolder(t);
  const file = join(folder, "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return {file, folder};
}

const quiet = {sources: {machine: {kind: "system", every: "100ms"}}, lake: {every: "200ms"}};

test("weir without a command, and with a wrong one, exits with 2 and says what to write", async (t) => {
  for (const args of [
    ["colect"],
    ["import"],
    ["import", "x.csv"],
    ["import", "x.csv", "--dataset", "readings", "--map", "x"]
  ]) {
    const {code, stderr} = await runWeir(t, args).exit;
    assert.equal(code, 2, `${args}: ${stderr}`);
    assert.match(stderr, /^weir: /);
  }
});

test("weir --version tells that of the package", async (t) => {
  const {code, stdout} = await runWeir(t, ["--version"]).exit;
  const {version} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.deepEqual([code, stdout], [0, `${version}\n`]);
});

test("weir --help names every command and exits with 0", async (t) => {
  const {code, stdout} = await runWeir(t, ["--help"]).exit;
  assert.equal(code, 0);
  for (const command of [
    "up",
    "collect",
    "build",
    "dev",
    "publish",
    "serve",
    "import",
    "lake",
    "snapshots",
    "jobs",
    "validate",
    "new"
  ])
    assert.match(stdout, new RegExp(`^  ${command}\\b`, "m"));
});

test("weir COMMAND --help says which options have to be given", async (t) => {
  const {stdout} = await runWeir(t, ["user", "add", "--help"]).exit;
  assert.match(stdout.replaceAll(/\s+/g, " "), /--role <role> .*\(choices: [^)]*\); has to be given/);
  assert.equal((await runWeir(t, ["backup", "--help"]).exit).stdout.includes("has to be given"), false);
});

test("weir validate accepts the shipped configuration and site, and weir names every mistake of a wrong one", async (t) => {
  const {code, stdout} = await runWeir(t, ["validate", "--json"], {cwd: root}).exit;
  assert.deepEqual([code, JSON.parse(stdout)], [0, []]);
  const {file} = configure(t, {
    timezone: "UTC",
    publish: {every: "7ms"},
    jobs: {train: {at: "61 2 * * *"}, publish: {every: "1h", at: "0 * * * *"}},
    sources: {a: {kind: "sytem"}, b: {kind: "system", every: "often"}}
  });
  const wrong = await runWeir(t, ["--config", file, "up"]).exit;
  assert.equal(wrong.code, 1);
  for (const mistake of [
    /timezone: unknown setting/,
    /publish\.every: less than a second/,
    /jobs\.train\.at: not a minute: 61 \(write 0 to 59/,
    /jobs\.publish\.at: given with every: one is enough/,
    /sources\.a\.kind: unknown: sytem/,
    /sources\.b\.every: invalid duration: often/
  ])
    assert.match(wrong.stderr, mistake);
});

test("weir up refuses a data folder that another weir holds, and a port in use", async (t) => {
  const taken = createServer().listen(0, "localhost");
  t.after(() => taken.close());
  const {port} = (await waitFor(() => taken.address())) as {port: number};
  const {file, folder} = configure(t, quiet);
  const second = configure(t, {...quiet, data: join(folder, "data")});
  const first = runWeir(t, ["--config", file, "collect"]);
  await waitFor(() => first.stderr.includes("collecting"));
  const refused = await runWeir(t, ["--config", second.file, "up"], {env: {PORT: "0"}}).exit;
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /data folder in use: .* \(collector by process \d+/);
  const {file: third} = configure(t, quiet);
  const blocked = await runWeir(t, ["--config", third, "up"], {env: {PORT: String(port)}}).exit;
  assert.equal(blocked.code, 1);
  assert.match(blocked.stderr, new RegExp(`port in use: ${port} \\(choose another`));
});

test("weir collect stops at SIGTERM with everything in the lake, and weir lake status shows balanced books", async (t) => {
  const {file} = configure(t, quiet);
  const collector = runWeir(t, ["--config", file, "collect", "--tail"]);
  await waitFor(() => collector.stdout.split("\n").length > 5);
  const during = JSON.parse((await runWeir(t, ["--config", file, "lake", "status", "--json"]).exit).stdout);
  assert.equal(during.balanced, true);
  collector.kill("SIGTERM");
  const {code, stdout} = await collector.exit;
  assert.equal(code, 0);
  const records = stdout
    .trim()
    .split("\n")
    .reduce((sum, line) => sum + JSON.parse(line).batch.records.length, 0);
  const after = JSON.parse((await runWeir(t, ["--config", file, "lake", "status", "--json"]).exit).stdout);
  assert.equal(after.datasets.readings.rows, records);
  const {read, committed, rejected, spooled, state} = after.sources.machine;
  assert.deepEqual(
    {read, committed, rejected, spooled, state},
    {read: records, committed: records, rejected: 0, spooled: 0, state: "stopped"}
  );
});

test("weir collect goes on when whoever took its log is gone", async (t) => {
  const watched = temporaryFolder(t);
  const folders = {kind: "directory", every: "100ms", folders: {resources: watched}};
  const {file} = configure(t, {...quiet, sources: {...quiet.sources, folders}});
  const collector = runWeir(t, ["--config", file, "collect"]);
  const status = async () => {
    const {stdout} = await runWeir(t, ["--config", file, "lake", "status", "--json"]).exit;
    const {datasets, sources} = JSON.parse(stdout);
    return {rows: datasets.readings?.rows ?? 0, folders: sources.folders?.state};
  };
  await waitFor(async () => (await status()).folders === "running");
  collector.child.stderr!.destroy();
  rmSync(watched, {recursive: true}); // which it says
  await waitFor(async () => (await status()).folders !== "running");
  const {rows} = await status();
  await waitFor(async () => (await status()).rows > rows);
  collector.kill("SIGTERM");
  assert.equal((await collector.exit).code, 0);
});

test("weir import, lake status, snapshots list and publish say what to do when there is nothing yet", async (t) => {
  const {file} = configure(t, quiet);
  const status = await runWeir(t, ["--config", file, "lake", "status"]).exit;
  assert.match(status.stderr, /weir: no lake yet: .* \(start one with weir up\)/);
  assert.equal(status.code, 1);
  const list = await runWeir(t, ["--config", file, "snapshots", "list"]).exit;
  assert.match(list.stderr, /no snapshots yet/);
  const rollback = await runWeir(t, ["--config", file, "snapshots", "rollback", "../x"]).exit;
  assert.match(rollback.stderr, /weir: no such snapshot: \.\.\/x/);
  const missing = await runWeir(t, ["--config", file, "import", "nowhere.csv", "--dataset", "readings"]).exit;
  assert.match(missing.stderr, /^weir: .*nowhere\.csv/m);
});
