import assert from "node:assert/strict";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {SourceKind} from "../collector/source.ts";
import {kinds} from "../collector/sources/index.ts";
import {repositoryFiles, sizeOf} from "./support/repository-files.ts";
import {root} from "./support/root.ts";
import {sitePages} from "./support/site-pages.ts";
import {sourcesTable, withSourcesTable} from "./support/sources-table.ts";

const files = repositoryFiles();
const read = (path: string) => readFileSync(join(root, path), "utf8");
const isText = (path: string) => /(\.(ts|js|cjs|json|md|css|svg|txt|csv)|^\.ci\/run|^LICENSE)$/.test(path);
const isCode = (path: string) => /\.(ts|js|cjs|css|md)$/.test(path);
const scripts = JSON.parse(read("package.json")).scripts as Record<string, string>;

interface LockedPackage {
  resolved?: string;
  engines?: {node?: string};
  optionalDependencies?: Record<string, string>;
}

test("package-lock.json names no host to download from", () => {
  const {packages} = JSON.parse(read("package-lock.json")) as {packages: Record<string, LockedPackage>};
  const resolved = Object.entries(packages).filter(([, {resolved}]) => resolved !== undefined);
  assert.deepEqual(resolved, [], "set omit-lockfile-registry-resolved=true and make the lockfile anew");
  assert.doesNotMatch(read("package-lock.json"), /https?:\/\/registry\./);
});

test("package-lock.json can be installed on every platform, by the oldest Node that package.json names", () => {
  const {packages} = JSON.parse(read("package-lock.json")) as {packages: Record<string, LockedPackage>};
  const paths = Object.keys(packages);
  const wanted = Object.values(packages).flatMap(({optionalDependencies = {}}) => Object.keys(optionalDependencies));
  assert.deepEqual(
    wanted.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`))),
    [],
    "npm ci refuses a lockfile that leaves these out: take versions of which every platform's package is published"
  );
  const tooNew = paths.filter((path) => /^\s*>=\s*2[1-9]/.test(packages[path]!.engines?.node ?? ""));
  assert.deepEqual(tooNew, [], "these want a later Node");
});

test("no file speaks of a path on somebody's machine", () => {
  const path = /(?<![\w.:*/-])\/(home|Users|root|work|workspace)\/\w/;
  const own = (file: string) => !/(^|\/)fixtures\//.test(file) && file !== "package-lock.json";
  assert.deepEqual(
    files.filter((file) => isText(file) && own(file) && path.test(read(file))),
    []
  );
});

test("README's two commands are what package.json and .ci/run run", () => {
  const readme = read("README.md");
  for (const name of ["start", "test"]) {
    assert.match(readme, new RegExp(`^ *npm ci && npm ${name}\\b`, "m"));
    assert.ok(scripts[name], `package.json has no script ${name}`);
  }
  assert.equal(read(".ci/run").trim().split("\n").at(-1), "npm ci && npm test");
});

test("every npm script that the documents speak of exists", () => {
  const documents = files
    .filter((file) => file.endsWith(".md"))
    .map(read)
    .join("\n");
  const named = [...documents.matchAll(/npm run ([a-z]+)/g)].map(([, name]) => name!);
  assert.deepEqual(
    named.filter((name) => !scripts[name]),
    []
  );
});

test("README's table of sources says what the registry says", () => {
  const table = sourcesTable(kinds as unknown as Record<string, SourceKind>);
  const readme = read("README.md");
  const current = withSourcesTable(readme, table);
  if (process.env.UPDATE) writeFileSync(join(root, "README.md"), current);
  else assert.ok(readme === current, "README.md is behind the sources; run: UPDATE=1 npm test -- repository");
});

test("every kind of source is tested", () => {
  const lacking = Object.keys(kinds).filter((kind) => !files.includes(`tests/collector/sources/${kind}.test.ts`));
  assert.deepEqual(lacking, []);
});

test("every page is in the site's menu", () => {
  const menu = read("observablehq.config.ts");
  const pages = sitePages().filter((page) => page !== "index");
  assert.deepEqual(
    pages.filter((page) => !menu.includes(`"/${page}"`)),
    []
  );
});

test("every file that README links to exists", () => {
  const links = [...read("README.md").matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, link]) => link!);
  assert.deepEqual(
    links.filter((link) => !existsSync(join(root, link))),
    []
  );
});

test("no file is over 1 MB, and no source file over 400 lines", () => {
  assert.deepEqual(
    files.filter((file) => sizeOf(file) > 1e6),
    []
  );
  assert.deepEqual(
    files.filter((file) => isCode(file) && read(file).split("\n").length - 1 > 400),
    []
  );
});
