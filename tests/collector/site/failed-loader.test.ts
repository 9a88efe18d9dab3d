import assert from "node:assert/strict";
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {build} from "../../../collector/site/build.ts";
import {runLoaders} from "../../../collector/site/run-loaders.ts";
import {fixtureSite} from "../../support/fixture-site.ts";

const loader = "src/data/rows.json.ts";
const page = (title: string, file: string) => `# ${title}

\`\`\`js
display((await FileAttachment("data/${file}.json").json()).name);
\`\`\`
`;
const pages = {
  "src/index.md": page("Rows", "rows"),
  "src/calm.md": page("Calm", "calm"),
  "src/through.md": '# Through\n\n```js\nimport {rows} from "./components/rows.js";\ndisplay(await rows());\n```',
  "src/components/rows.ts":
    'import {FileAttachment} from "observablehq:stdlib";\nexport const rows = () => FileAttachment("../data/rows.json").json();',
  "src/data/calm.json.ts": 'process.stdout.write(\'{"name": "calm"}\');'
};
const prints = (name: string) => `process.stdout.write('{"name": "${name}"}');`;

const html = (out: string, name: string) => readFileSync(join(out, `${name}.html`), "utf8");

function published(out: string, name: string): string {
  const folder = join(out, "_file/data");
  const [file] = readdirSync(folder).filter((file) => file.startsWith(`${name}.`));
  return readFileSync(join(folder, file!), "utf8");
}

test("build() shows the last good data of a loader that fails, with a mark that needs no script, until it works again", async (t) => {
  const {root, data} = fixtureSite(t, {...pages, [loader]: prints("first")});
  const out = join(root, "out");
  const rewrite = (text: string) => writeFileSync(join(root, loader), text);
  const began = Date.now();
  assert.deepEqual((await build({root, data, out})).failures, []);

  rewrite('process.stdout.write("torn"); throw new Error("no answer from mqtt://ann:s3cret@plant <b>");');
  const said: string[] = [];
  const {failures} = await build({root, data, out, say: (line) => said.push(line)});
  assert.deepEqual(
    failures.map(({loader, target, reason}) => ({loader, target, reason})),
    [{loader, target: "data/rows.json", reason: "Error: no answer from mqtt://***@plant <b>"}]
  );
  assert.ok(failures[0]!.since! >= began - 1 && failures[0]!.since! <= failures[0]!.at);
  assert.ok(said.some((line) => line.startsWith(`loader failed: ${loader}: Error: no answer`)));
  assert.equal(published(out, "rows"), '{"name": "first"}');
  for (const name of ["index", "through"])
    assert.match(
      html(out, name),
      /<main[^>]*><div class="failed" role="status">.*what it shows is from <time datetime=/
    );
  assert.match(html(out, "index"), /<p>data\/rows\.json: Error: no answer from mqtt:\/\/\*\*\*@plant &lt;b&gt;<\/p>/);
  assert.doesNotMatch(html(out, "calm"), /class="failed"/);

  rewrite(prints("second"));
  assert.deepEqual((await build({root, data, out})).failures, []);
  assert.equal(published(out, "rows"), '{"name": "second"}');
  assert.doesNotMatch(html(out, "index"), /class="failed"/);
});

test("build() leaves a page empty that has nothing to show, with the reason, and builds the others", async (t) => {
  const {root, data} = fixtureSite(t, {...pages, [loader]: 'console.error("no such dataset: rows"); process.exit(3);'});
  const out = join(root, "out");
  const {failures} = await build({root, data, out});
  assert.deepEqual(
    failures.map(({since, reason}) => ({since, reason})),
    [{since: null, reason: "no such dataset: rows"}]
  );
  for (const name of ["index", "through"]) {
    assert.match(html(out, name), /<h1 id="\w+".*nothing to show yet.*no such dataset: rows/s);
    assert.doesNotMatch(html(out, name), /define\(|registerFile/);
    assert.match(html(out, name), /<script type="module">import "\.\/_observablehq\/client\.[^"]+";<\/script>/);
  }
  assert.match(html(out, "calm"), /define\(/);
  assert.doesNotMatch(html(out, "calm"), /class="failed"/);
});

test("runLoaders() stops a loader that never ends", async (t) => {
  const {root, data} = fixtureSite(t, {
    "src/index.md": page("Rows", "rows"),
    [loader]: prints("first")
  });
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  await runLoaders({root, data, say});
  writeFileSync(join(root, loader), "setInterval(() => {}, 1000);");
  const {
    failures: [failure]
  } = await runLoaders({root, data, say, limitMs: 3000});
  assert.equal(failure?.reason, "it took longer than 3.0 s");
  assert.equal(readFileSync(join(root, "src/.observablehq/cache/data/rows.json"), "utf8"), '{"name": "first"}');
});
