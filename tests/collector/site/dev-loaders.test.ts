import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {DevLoaders} from "../../../collector/site/dev/dev-loaders.ts";
import {outputFolder} from "../../../collector/site/dev/output-folder.ts";
import {Problems} from "../../../collector/site/dev/problems.ts";
import {dropLoaderOutputs} from "../../../collector/site/run-loaders.ts";
import {type AfterTest, afterTest} from "../../support/after-test.ts";
import {fixtureSite} from "../../support/fixture-site.ts";

const files = {
  "src/data/slow.json.ts": `
    import {writeFileSync, existsSync} from "node:fs";
    writeFileSync("started", "");
    while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 10));
    console.log("[1]");`,
  "src/tables/[name].csv.ts": `
    import {parseArgs} from "node:util";
    console.log(parseArgs({options: {name: {type: "string"}}}).values.name);`,
  "src/data/bad.json.ts": `throw new Error("no valve");`
};

function devLoaders(t: AfterTest) {
  const site = fixtureSite(t, files);
  const folder = outputFolder(site.root).path;
  const problems = new Problems();
  const output = (target: string) => readFileSync(join(folder, target), "utf8");
  return {...site, problems, output, loaders: new DevLoaders({...site, folder}, problems)};
}

test("devLoaders.make() keeps what it makes when a build clears Framework's cache meanwhile", async (t) => {
  const {root, loaders, output} = devLoaders(t);
  const cache = join(root, "src/.observablehq/cache");
  mkdirSync(join(cache, "data"), {recursive: true});
  const made = loaders.make("data/slow.json");
  while (!existsSync(join(root, "started"))) await new Promise((resolve) => setTimeout(resolve, 10));
  await dropLoaderOutputs(root);
  writeFileSync(join(root, "go"), "");
  assert.equal(await made, true);
  assert.equal(output("data/slow.json"), "[1]\n");
  assert.equal(existsSync(join(cache, "data")), false);
});

test("devLoaders.make() runs a loader again only when it has changed, and tells it its parameters", async (t) => {
  const {root, loaders, output} = devLoaders(t);
  const script = join(root, "src/tables/[name].csv.ts");
  assert.equal(await loaders.make("tables/hourly.csv"), true);
  assert.equal(output("tables/hourly.csv"), "hourly\n");
  const before = new Date(Date.now() - 60_000);
  writeFileSync(script, `console.log("again");`);
  utimesSync(script, before, before);
  await loaders.make("tables/hourly.csv");
  assert.equal(output("tables/hourly.csv"), "hourly\n");
  const later = new Date(Date.now() + 60_000);
  utimesSync(script, later, later);
  await loaders.make("tables/hourly.csv");
  assert.equal(output("tables/hourly.csv"), "again\n");
});

test("devLoaders.make() leaves files alone, and says what a failing loader printed", async (t) => {
  const {root, loaders, problems} = devLoaders(t);
  writeFileSync(join(root, "src/plain.csv"), "1\n");
  assert.equal(await loaders.make("plain.csv"), false);
  assert.equal(await loaders.make("absent.csv"), false);
  await assert.rejects(loaders.make("data/bad.json"), /^Error: loader failed: data\/bad\.json$/);
  assert.match(JSON.stringify(problems.of(() => true)), /src\/data\/bad\.json\.ts.*no valve/);
});

test("outputFolder() removes what ended processes left, and leaves those of running ones", (t) => {
  const {root} = fixtureSite(t);
  const folder = join(root, "src/.observablehq/dev");
  const [ended, running] = [join(folder, "999999999"), join(folder, String(process.ppid))];
  for (const path of [ended, running]) mkdirSync(path, {recursive: true});
  const mine = outputFolder(root);
  afterTest(t, () => mine.remove());
  assert.deepEqual([existsSync(ended), existsSync(running), existsSync(mine.path)], [false, true, true]);
});
