import assert from "node:assert/strict";
import {cpSync, existsSync, readFileSync, symlinkSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {newPage} from "../../../collector/commands/new-page.ts";
import {parseConfig} from "../../../collector/config.ts";
import {validateSite} from "../../../collector/validate/validate-site.ts";
import {WrongUsage} from "../../../collector/wrong-usage.ts";
import {root as checkout} from "../../support/root.ts";
import {runWeir} from "../../support/run-weir.ts";
import {writtenSite} from "../../support/written-site.ts";

const menu = `// the site
export default {
  pages: [
    {name: "Overview", path: "/index"},
    {name: "Water", pages: [{name: "Sensors", path: "/sensors"}]} // and more
  ],
  footer: ""
};
`;

function site(t: TestContext, files: Record<string, string> = {"observablehq.config.ts": menu}) {
  const root = writtenSite(t, {"src/index.md": "# Home\n", "src/sensors.md": "# Sensors\n", ...files});
  const said: string[] = [];
  const printed: unknown[] = [];
  const effects = {say: (line: string) => said.push(line), print: (value: unknown) => printed.push(value)};
  return {
    root,
    said,
    printed,
    make: (name: string, options: {title?: string; json?: boolean} = {}) =>
      newPage({root, server: parseConfig({sources: {}}, {root, env: {}}).server}, name, options, effects),
    text: (path: string) => readFileSync(join(root, path), "utf8")
  };
}

test("newPage() writes a page and adds it to the menu, everything else as it was", (t) => {
  const {make, text, said} = site(t);
  make("water-use");
  assert.match(text("src/water-use.md"), /^---\ntitle: Water use\n/);
  assert.equal(
    text("observablehq.config.ts"),
    menu.replace("]} // and", `]},\n    {name: "Water use", path: "/water-use"} // and`)
  );
  assert.match(said.join("\n"), /npm run dev, then open http:\/\/127\.0\.0\.1:3000\/water-use/);
});

test("newPage() takes a title with signs, a folder, and tells all as JSON", (t) => {
  const {make, text, printed} = site(t);
  make("water/use", {title: 'Use: "how *much*"', json: true});
  const page = text("src/water/use.md");
  assert.match(page, /^---\ntitle: "Use: \\"how \*much\*\\""\n/);
  assert.match(page, /^# Use: "how \\\*much\\\*"$/m);
  assert.match(page, /from "\.\.\/components\/line-chart\.js"/);
  assert.match(page, /FileAttachment\("\.\.\/tables\/index\.json"\)/);
  assert.deepEqual(printed, [
    {
      file: "src/water/use.md",
      path: "/water/use",
      title: 'Use: "how *much*"',
      menu: true,
      address: "http://127.0.0.1:3000/water/use"
    }
  ]);
});

test("newPage() says what line to add where it cannot edit the menu", (t) => {
  const {make, text, said} = site(t, {"observablehq.config.ts": "const pages = [];\nexport default {pages};\n"});
  make("load");
  assert.equal(text("observablehq.config.ts"), "const pages = [];\nexport default {pages};\n");
  assert.match(said.join("\n"), /add \{name: "Load", path: "\/load"\} to pages in observablehq\.config\.ts/);
});

test("newPage() refuses names that no page can have, or one has", (t) => {
  const {make, root} = site(t);
  for (const name of ["../load", "/load", "Load", "a b", "load.md", "a//b", "a/", "", "é", "-a", "[id]", "a/../b"])
    assert.throws(
      () => make(name),
      new WrongUsage(`invalid name of a page: ${name} (write small letters, digits and hyphens, as in water-use)`)
    );
  for (const name of ["api", "404", "data/x", "snapshots", "water/index"])
    assert.throws(() => make(name), new WrongUsage(`reserved name: ${name} (choose another one)`));
  assert.throws(() => make("sensors"), new WrongUsage("page exists: src/sensors.md (choose another name, or edit it)"));
  assert.equal(readFileSync(join(root, "observablehq.config.ts"), "utf8"), menu);
  assert.ok(!existsSync(join(root, "load.md")));
});

test("newPage() writes a page in which nothing is wrong, over this project's own components and tables", async (t) => {
  const {root, make} = site(t, {});
  for (const folder of ["src/components", "src/tables", "loaders"])
    cpSync(join(checkout, folder), join(root, folder), {recursive: true});
  for (const folder of ["data", "node_modules"]) symlinkSync(join(checkout, folder), join(root, folder));
  make("water-use");
  const {mistakes, unchecked} = await validateSite({root, data: root, only: ["src/water-use.md"]});
  assert.deepEqual({mistakes, unchecked}, {mistakes: [], unchecked: []});
});

test("weir new page exits with 2 for a wrong name, and tells its options", async (t) => {
  assert.equal((await runWeir(t, ["new", "page", "Load"], {cwd: checkout}).exit).code, 2);
  const {code, stdout} = await runWeir(t, ["new", "page", "--help"]).exit;
  assert.equal(code, 0);
  assert.match(stdout, /--title <title>/);
});
