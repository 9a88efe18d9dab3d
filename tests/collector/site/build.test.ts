import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {build} from "../../../collector/site/build.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {root as checkout} from "../../support/root.ts";

const namespace = spawnSync("unshare", ["--map-root-user", "--net", "true"], {encoding: "utf8"});
const refused = namespace.status === 0 ? false : `no network namespaces here: ${namespace.stderr || namespace.error}`;
if (refused) console.error(`NOT TESTED: that a site builds without any network interface (${refused})`);

test("build() needs no network interface at all", {skip: refused}, (t) => {
  const {root, data} = fixtureSite(t);
  const out = join(root, "out");
  const module = JSON.stringify(join(checkout, "collector/site/build.ts"));
  const script = `
    import {networkInterfaces} from "node:os";
    import {build} from ${module};
    const up = Object.keys(networkInterfaces());
    const result = await build({root: ${JSON.stringify(root)}, data: ${JSON.stringify(data)}, out: "out", commit: 7});
    process.stdout.write(JSON.stringify({up, result}));`;
  const args = ["--map-root-user", "--net", process.execPath, "--import", "tsx", "--input-type=module", "-e", script];
  const {stdout, stderr} = spawnSync("unshare", args, {cwd: root, encoding: "utf8"});

  const {up, result} = JSON.parse(stdout || `"${stderr}"`);
  assert.deepEqual([up, result.pages, result.brokenLinks, result.failures], [[], 2, [], []]);
  assert.ok(existsSync(join(out, "another.html")));
  const wasm = readdirSync(join(out, "_npm/@duckdb/duckdb-wasm@1.29.0/dist")).filter((name) => name.endsWith(".wasm"));
  assert.match(wasm.join(), /^duckdb-eh\.[0-9a-f]{8}\.wasm,duckdb-mvp\.[0-9a-f]{8}\.wasm$/);
  const [rows] = readdirSync(join(out, "_file/data")).filter(
    (name) => name.startsWith("rows.") && name.endsWith(".json")
  );
  assert.deepEqual(JSON.parse(readFileSync(join(out, "_file/data", rows!), "utf8")), [{commit: "7", data}]);
});

test("build() runs loaders anew and bundles libraries once", async (t) => {
  const {root, data} = fixtureSite(t);
  const cache = join(root, "src/.observablehq/cache");
  const times = () => ["_npm/@observablehq", "data/rows.json"].map((path) => statSync(join(cache, path)).ctimeMs);
  const said: string[] = [];
  await build({root, data, out: join(root, "out1"), say: (line) => said.push(line)});
  const [libraries, loaded] = times();
  await build({root, data, out: join(root, "out1")});
  assert.equal(times()[0], libraries);
  assert.ok(times()[1]! > loaded!);
  assert.match(said.join("\n"), /^loaded data\/rows\.json: .* kB in .* s$/m);
  assert.match(said.at(-1)!, /^built 2 pages in /);
});

test("build() throws what every loader printed when none of them has anything to show", async (t) => {
  const {root, data} = fixtureSite(t, {
    "src/data/rows.json.ts": 'throw new Error("the lake is empty");',
    "src/data/rows.arrow.js": 'console.error("no such dataset: rows"); process.exit(3);',
    "src/data/readings.parquet.ts": "process.exit(4);"
  });
  await assert.rejects(build({root, data, out: join(root, "out")}), ({message}: Error) => {
    assert.match(message, /^loader failed: src\/data\/rows\.json\.ts \(exit code 1\)\n.*the lake is empty/ms);
    assert.match(message, /^loader failed: src\/data\/rows\.arrow\.js \(exit code 3\)\nno such dataset: rows$/m);
    return true;
  });
  assert.ok(!existsSync(join(root, "out")));
});

test("build() names the page and the package when a library is not installed", async (t) => {
  const {root, data} = fixtureSite(t, {"src/index.md": "```js\ndisplay(L.map());\n```"});
  await assert.rejects(
    build({root, data, out: join(root, "out")}),
    /^Error: site build failed: src\/index\.md: library not installed: leaflet \(run: npm install leaflet\)$/
  );
});

test("build() names the page of a script that cannot be parsed, and of a file that is missing", async (t) => {
  const broken = fixtureSite(t, {"src/index.md": "```js\nconst x = ;\n```\n\n```js\n1 +\n```"});
  await assert.rejects(
    build({...broken, out: join(broken.root, "out")}),
    /^Error: site build failed: src\/index\.md: SyntaxError: [^\n]+\nsrc\/index\.md: SyntaxError: [^\n]+$/
  );
  const missing = fixtureSite(t, {"src/index.md": '```js\nFileAttachment("lost.json").json();\n```'});
  await assert.rejects(
    build({...missing, out: join(missing.root, "out")}),
    /^Error: site build failed: src\/index\.md: Not found: \/lost\.json$/
  );
});

test("build() does not empty a folder that holds anything but a build", async (t) => {
  const {root, data} = fixtureSite(t);
  for (const out of [root, join(root, "src")])
    await assert.rejects(build({root, data, out}), /^Error: not an earlier build: .* \(name a folder that is empty/);
  assert.ok(existsSync(join(root, "src/index.md")));
});

test("build() tells of links that lead nowhere", async (t) => {
  const {root, data} = fixtureSite(t, {"src/index.md": "[lost](./nowhere)"});
  const {brokenLinks} = await build({root, data, out: join(root, "out")});
  assert.deepEqual(brokenLinks, ["/index -> /nowhere"]);
});

test("build() stops when it is aborted", async (t) => {
  const {root, data} = fixtureSite(t, {"src/data/rows.json.ts": "setInterval(() => {}, 1000);"});
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1000);
  await assert.rejects(build({root, data, out: join(root, "out"), signal: controller.signal}), /aborted/);
});
