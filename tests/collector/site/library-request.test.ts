import assert from "node:assert/strict";
import {test} from "node:test";
import {libraryRequest, modulePath, parseSpecifier, relativeImport} from "../../../collector/site/library-request.ts";

const host = "https://packages.invalid";

test("libraryRequest() tells versions, modules and files apart", () => {
  for (const [path, expected] of [
    ["/d3", {kind: "version", name: "d3"}],
    ["/d3/latest", {kind: "version", name: "d3"}],
    ["/@observablehq/plot/latest", {kind: "version", name: "@observablehq/plot"}],
    ["/npm/d3@7.9.2/+esm", {kind: "module", name: "d3", version: "7.9.2", path: ""}],
    ["/npm/@a/b@1.0.0/c/d/+esm", {kind: "module", name: "@a/b", version: "1.0.0", path: "c/d"}],
    ["/npm/@a/b@1.0.0/dist/c.wasm", {kind: "file", name: "@a/b", version: "1.0.0", path: "dist/c.wasm"}]
  ] as const)
    assert.deepEqual(libraryRequest(host + path), expected, path);
});

test("libraryRequest() does not know other addresses", () => {
  for (const path of ["/", "/v1.1.1/wasm_eh/json.duckdb_extension.wasm", "/a/b/c/d"])
    assert.equal(libraryRequest(host + path), undefined, path);
});

test("relativeImport() leads from one cached module to another", () => {
  const from = modulePath("@observablehq/plot", "0.6.17");
  assert.equal(relativeImport(from, modulePath("d3", "7.9.2")), "../../d3@7.9.2/_esm.js");
  assert.equal(relativeImport(modulePath("a", "1.0.0"), modulePath("b", "2.0.0", "c")), "../b@2.0.0/c._esm.js");
});

test("parseSpecifier() keeps the scope with the name", () => {
  assert.deepEqual(parseSpecifier("@a/b/c/d"), {name: "@a/b", path: "c/d"});
  assert.deepEqual(parseSpecifier("d3"), {name: "d3", path: ""});
});
