import assert from "node:assert/strict";
import {test} from "node:test";
import {bundleLibrary} from "../../../collector/site/bundle-library.ts";
import {installedPackage} from "../../../collector/site/installed-package.ts";
import {root} from "../../support/root.ts";

const shared = new Set(["d3", "htl", "isoformat"]);
const bundle = (name: string, path = "") => bundleLibrary(installedPackage(root, name)!, path, {root, shared});
const load = async (name: string) =>
  import(`data:text/javascript;base64,${Buffer.from(await bundle(name)).toString("base64")}`);

test("bundleLibrary() imports shared libraries as neighbours in the cache", async () => {
  const {version} = installedPackage(root, "d3")!;
  const plot = await bundle("@observablehq/plot");
  assert.match(plot, new RegExp(`from\\s*"\\.\\./\\.\\./d3@${version}/_esm\\.js"`));
  assert.doesNotMatch(plot, /from\s*"[^.]/);
});

test("bundleLibrary() carries a copy of a shared library that is needed in another version", async () => {
  const needed = installedPackage(`${root}/node_modules/@observablehq/inputs`, "htl")!;
  assert.notEqual(needed.version, installedPackage(root, "htl")!.version);
  assert.doesNotMatch(await bundle("@observablehq/inputs"), /htl@/);
});

test("bundleLibrary() makes one module of a path in a package", async () => {
  assert.match(await bundle("apache-arrow", "util/pretty"), /export\{\w+ as valueToString\}/);
});

test("bundleLibrary() replaces what a content policy forbids, and the library still works", async () => {
  for (const name of ["d3", "d3-dsv", "apache-arrow", "htl", "@observablehq/plot", "@duckdb/duckdb-wasm"])
    assert.doesNotMatch(await bundle(name), /new Function\(|[^.\w]eval\(/, name);
  const {csvParse} = await load("d3-dsv");
  const parsed = csvParse("a,b\n1,\n,x y\n");
  assert.deepEqual(
    [...parsed],
    [
      {a: "1", b: ""},
      {a: "", b: "x y"}
    ]
  );
  const {tableFromJSON} = await load("apache-arrow");
  assert.equal(tableFromJSON([{a: 1}, {a: null}, {a: 3}]).getChild("a").nullCount, 1);
});
