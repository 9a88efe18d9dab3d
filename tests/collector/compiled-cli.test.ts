import assert from "node:assert/strict";
import {appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {freshCheckout} from "../../bench/support/fresh-checkout.ts";
import {root} from "../support/root.ts";
import {runWeir, type WeirOptions} from "../support/run-weir.ts";

/** A clone with packages, and with room of its own for what is compiled. */
function clone(t: TestContext) {
  const checkout = freshCheckout(t);
  const packages = join(checkout, "node_modules");
  rmSync(packages);
  mkdirSync(packages);
  for (const name of readdirSync(join(root, "node_modules")).filter((name) => name !== ".cache"))
    symlinkSync(join(root, "node_modules", name), join(packages, name));
  const cache = join(packages, ".cache/weir");
  return {
    checkout,
    packages,
    cli: join(checkout, "collector/cli.ts"),
    cached: () => readdirSync(cache),
    compiled: () => join(cache, readdirSync(cache).at(-1)!, "cli.js"),
    weir: (args: string[], options: WeirOptions = {}) => runWeir(t, args, {checkout, ...options}).exit
  };
}

test("weir compiles itself once, and again when a source has changed", async (t) => {
  const {checkout, cli, cached, compiled, weir} = clone(t);
  assert.equal((await weir(["--help"])).code, 0);
  appendFileSync(compiled(), `\nprocess.stderr.write("from the cache");\n`);
  assert.equal((await weir(["--help"])).stderr, "from the cache");
  assert.equal(cached().length, 1);
  writeFileSync(cli, readFileSync(cli, "utf8").replace("the collector alone", "nothing but the collector"));
  const changed = await weir(["--help"]);
  assert.match(changed.stdout, /nothing but the collector/);
  assert.equal(changed.stderr, "");
  assert.equal(cached().length, 2);
  appendFileSync(join(checkout, "collector/compiled-for-node.js"), "\n// changed as well\n");
  assert.equal((await weir(["--help"])).code, 0);
  assert.equal(cached().length, 3);
});

test("weir works where it cannot keep what it compiles, and when it cannot compile", async (t) => {
  const {checkout, packages, cli, weir} = clone(t);
  writeFileSync(join(packages, ".cache"), "no folder");
  assert.match((await weir(["--help"])).stdout, /^Usage: weir/);
  rmSync(join(packages, ".cache"));
  appendFileSync(cli, "\nthis is no TypeScript");
  const {code, stderr} = await weir(["--help"]);
  assert.equal(code, 1);
  assert.match(stderr, /cli\.ts:\d+/);
  assert.ok(!readdirSync(packages).includes(".cache"), checkout);
});

test("weir does not compile ahead a source that asks where it is", async (t) => {
  const {packages, cli, weir} = clone(t);
  appendFileSync(cli, "\nprocess.stderr.write(import.meta.url);\n");
  assert.match((await weir(["--help"])).stderr, /^file:.*\/collector\/cli\.ts/);
  assert.ok(!readdirSync(packages).includes(".cache"));
});

test("weir started several times at once compiles whole files alone", async (t) => {
  const {cached, weir} = clone(t);
  const started = await Promise.all(Array.from({length: 4}, () => weir(["validate"])));
  assert.deepEqual(
    started.map(({code}) => code),
    [0, 0, 0, 0]
  );
  assert.equal(cached().length, 1, `${cached()}`);
});

test("weir keeps ten compilations", async (t) => {
  const {packages, cached, weir} = clone(t);
  for (let i = 0; i < 12; i++) mkdirSync(join(packages, ".cache/weir", `old-${i}`), {recursive: true});
  assert.equal((await weir(["--help"])).code, 0);
  assert.equal(cached().length, 10);
  assert.equal(cached().filter((name) => !name.startsWith("old")).length, 1);
});

test("weir names source files and lines in what it throws", async (t) => {
  const {cli, weir} = clone(t);
  appendFileSync(cli, `\n\nthrow new Error("on purpose");\n`);
  const line = readFileSync(cli, "utf8").split("\n").length - 1;
  const {code, stderr} = await weir(["--help"]);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`/collector/cli\\.ts:${line}`));
});

test("weir runs in another folder and through a link", async (t) => {
  const {checkout, weir} = clone(t);
  const elsewhere = join(checkout, "elsewhere");
  mkdirSync(join(elsewhere, "collector"), {recursive: true});
  symlinkSync(join(checkout, "collector/weir.js"), join(elsewhere, "collector/weir.js"));
  const config = ["--config", join(checkout, "weir.config.ts")];
  assert.equal((await weir([...config, "validate"], {checkout: elsewhere})).code, 0);
});
