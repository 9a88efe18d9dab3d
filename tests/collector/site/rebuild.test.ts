import assert from "node:assert/strict";
import {mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {test} from "node:test";
import {build} from "../../../collector/site/build.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {root as checkout} from "../../support/root.ts";

const lakeModule = JSON.stringify(join(checkout, "loaders/lake.ts"));
const counting = (dataset: string) => `
import {openLake} from ${lakeModule};
import {shape} from "../../shared/shape.ts";
const lake = await openLake();
process.stdout.write(JSON.stringify(shape(await lake.sql\`SELECT count(*) AS count FROM ${dataset}\`)));
lake.close();`;
const page = (name: string) =>
  `# ${name}\n\n\`\`\`js\ndisplay(await FileAttachment("data/${name}.json").json());\n\`\`\`\n`;
const files = {
  "loaders/host.ts": `import ${JSON.stringify(join(checkout, "loaders/host.ts"))};`,
  "src/index.md": page("readings"),
  "src/asked.md": page("requests"),
  "src/data/readings.json.ts": counting("readings"),
  "src/data/requests.json.ts": counting("requests"),
  "shared/shape.ts": "export const shape = (rows: object[]) => rows[0];"
};
const reading = (time: number) => ({time, source: "plant", series: "001/flow", value: 1, quality: "good" as const});

/** Contents by path, without the times of their making. */
function contents(site: string): Record<string, string> {
  const paths = readdirSync(site, {recursive: true, encoding: "utf8"}).filter((name) =>
    statSync(join(site, name)).isFile()
  );
  const texts = paths.sort().map((path) => [path, readFileSync(join(site, path), "latin1")] as const);
  return Object.fromEntries(
    texts.map(([path, text]) => [
      path,
      path.endsWith(".html") ? text.replace(/"lastModified":\d+|<a title="[-:T\d]+">[^<]+/g, "") : text
    ])
  );
}

test("build() makes only what would come out other than before, and says why", async (t) => {
  const {root} = fixtureSite(t, files);
  for (const path of [
    "src/another.md",
    "src/data/rows.json.ts",
    "src/data/rows.arrow.js",
    "src/data/readings.parquet.ts"
  ])
    rmSync(join(root, path), {force: true});
  const {data, add} = fixtureLake(t);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  };
  await add("readings", [reading(1)]);
  const made = async (options: {fresh?: boolean; out?: string} = {}) => {
    const {outputs, failures} = await build({root, data, out: join(root, "out"), ...options});
    assert.deepEqual(failures, []);
    return outputs.map(({target, made, why}) => `${target} ${made ? "made" : "kept"}: ${why}`);
  };
  const kept = (target: string) => `${target} kept: nothing that it is made of has changed`;
  const pagesKept = "pages kept: nothing but data has changed";

  assert.deepEqual(await made(), [
    "data/readings.json made: not made before, or not whole any more",
    "data/requests.json made: not made before, or not whole any more",
    "pages made: no pages are kept that differ in data only"
  ]);
  assert.deepEqual(await made(), [kept("data/readings.json"), kept("data/requests.json"), pagesKept]);

  await add("readings", [reading(2), reading(3)]);
  assert.deepEqual(await made(), ["data/readings.json made: changed: readings", kept("data/requests.json"), pagesKept]);
  const rebuilt = contents(join(root, "out"));
  const [file] = Object.keys(rebuilt).filter((path) => path.startsWith("_file/data/readings."));
  assert.equal(rebuilt[file!], '{"count":3}');
  assert.match(rebuilt["index.html"]!, new RegExp(`registerFile.*"path":"./${file}".*"size":11`));

  await made({fresh: true, out: join(root, "fresh")});
  const fresh = contents(join(root, "fresh"));
  assert.deepEqual(Object.keys(rebuilt), Object.keys(fresh));
  for (const [path, text] of Object.entries(fresh)) assert.ok(rebuilt[path] === text, path);

  write("shared/shape.ts", "export const shape = (rows: object[]) => rows;");
  const changed = "changed: shared/shape.ts";
  assert.deepEqual(await made(), [
    `data/readings.json made: ${changed}`,
    `data/requests.json made: ${changed}`,
    pagesKept
  ]);
  write("src/index.md", `${page("readings")}\nMore.\n`);
  assert.deepEqual(await made(), [
    kept("data/readings.json"),
    kept("data/requests.json"),
    "pages made: changed: src/index.md"
  ]);
  assert.match(contents(join(root, "out"))["index.html"]!, /<p>More\.<\/p>/);

  write("src/.observablehq/pages/site/index.html", "");
  writeFileSync(join(data, "loaders/data/readings.json"), "");
  assert.deepEqual(await made(), [
    "data/readings.json made: not made before, or not whole any more",
    kept("data/requests.json"),
    "pages made: the kept pages are damaged"
  ]);

  process.env.WEIR_NOW = new Date(Date.now() + 3_600_000).toISOString();
  t.after(() => delete process.env.WEIR_NOW);
  assert.deepEqual(await made(), [
    "data/readings.json made: made an hour ago or more",
    "data/requests.json made: made an hour ago or more",
    pagesKept
  ]);
});

test("build() keeps nothing whose making nobody can follow", async (t) => {
  const {root} = fixtureSite(t, {
    ...files,
    "src/data/requests.json.ts": `import {readFileSync} from "node:fs";\n${counting("requests")}`,
    "src/asked.md": '# Asked\n\n```js\nimport {asked} from "./components/asked.js";\ndisplay(await asked());\n```\n',
    "src/components/asked.ts":
      'import {FileAttachment} from "observablehq:stdlib";\nexport const asked = () => FileAttachment("../data/requests.json").json();'
  });
  const {data} = fixtureLake(t);
  const out = join(root, "out");
  await build({root, data, out});
  const {outputs} = await build({root, data, out});
  const reasonOf = (name: string) => outputs.find(({target}) => target === name)!;
  assert.deepEqual(reasonOf("data/requests.json"), {
    target: "data/requests.json",
    made: true,
    why: "it may read more than the lake"
  });
  assert.equal(reasonOf("data/readings.json").made, false);
  assert.equal(reasonOf("pages").made, true);
});
