import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {rmSync, symlinkSync, writeFileSync} from "node:fs";
import {connect} from "node:net";
import {join} from "node:path";
import {text as textOf} from "node:stream/consumers";
import {test} from "node:test";
import {Snapshots} from "../../../collector/snapshots.ts";
import {serveFiles} from "../../support/serve-files.ts";

const long = "compressible ".repeat(1000);
const script = `<script>f()</script>${long}`;

/** The answer to a request line as it stands: `fetch` would tidy the path. */
async function raw(url: string, path: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return textOf(socket);
}

test("pages are found with and without .html, and redirected from the wrong kind of end", async (t) => {
  const server = await serveFiles(t, {"index.html": "home", "licences.html": "page", "guide/index.html": "folder"});
  for (const [path, status, text] of [
    ["/", 200, "home"],
    ["/index.html", 200, "home"],
    ["/licences", 200, "page"],
    ["/licences.html", 200, "page"],
    ["/guide/", 200, "folder"],
    ["/nowhere", 404, "not found\n"],
    ["/licences.html/", 404, "not found\n"],
    ["/__proto__", 404, "not found\n"]
  ] as const) {
    const response = await server.get(path);
    assert.deepEqual([path, response.status, await response.text()], [path, status, text]);
  }
  for (const [path, location] of [
    ["/licences/?from=a", "/licences?from=a"],
    ["/guide", "/guide/"]
  ] as const) {
    const response = await server.get(path);
    assert.deepEqual([response.status, response.headers.get("location")], [308, location]);
  }
});

test("a missing page gets the site's own 404 page", async (t) => {
  const server = await serveFiles(t, {"404.html": "<h1>lost</h1>"});
  const response = await server.get("/nowhere");
  assert.deepEqual([response.status, await response.text()], [404, "<h1>lost</h1>"]);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
});

test("paths cannot leave the site", async (t) => {
  const server = await serveFiles(t, {"index.html": "home", "a/b.txt": "inside"});
  writeFileSync(join(server.data, "secret"), "secret");
  for (const path of [
    "/../secret",
    "/../../secret",
    "/%2e%2e/%2e%2e/secret",
    "/a/%2e%2e/%2e%2e/manifest.json",
    "/a/..%2f..%2fmanifest.json",
    "/..\\..\\secret",
    "/a%5c..%5csecret",
    "/a/b.txt%00",
    "/%c0%ae%c0%ae/secret",
    "/%zz",
    "//secret",
    "/a//b.txt",
    "/./a/b.txt",
    "/%2fetc/passwd",
    "/manifest.json",
    `/snapshots/${server.id}/../${server.id}/manifest.json`,
    `/snapshots/${server.id}/..%2fmanifest.json`
  ]) {
    const answer = await raw(server.url, path);
    assert.match(answer, /^HTTP\/1\.1 404 /, path);
    assert.doesNotMatch(answer, /secret\n|"sha256"|root:/, path);
    assert.match(answer, /content-security-policy: default-src 'self'/, path);
  }
  assert.match(await raw(server.url, "/a/b.txt"), /^HTTP\/1\.1 200 .*inside$/s);
});

test("a file that has become a link to elsewhere is not there, and is not taken to be gone for ever", async (t) => {
  const server = await serveFiles(t, {"_file/a.b9485148.txt": "inside"});
  const file = join(new Snapshots(server.data).siteOf(server.id!), "_file/a.b9485148.txt");
  rmSync(file);
  symlinkSync("/etc/passwd", file);
  const response = await server.get("/_file/a.b9485148.txt");
  assert.deepEqual([response.status, response.headers.get("cache-control")], [404, "no-store"]);
  assert.equal(await response.text(), "not found\n");
});

test("the smallest variant that the client accepts is sent, and told apart by ETag", async (t) => {
  const server = await serveFiles(t, {"a.js": long, "b.js": "x"});
  const tags = new Set<string | null>();
  for (const [accept, coding] of [
    ["br, gzip", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["identity", null]
  ] as const) {
    const response = await server.get("/a.js", {headers: {"accept-encoding": accept}});
    assert.equal(response.headers.get("content-encoding"), coding);
    assert.equal(response.headers.get("vary"), "accept-encoding");
    assert.equal(await response.text(), long);
    tags.add(response.headers.get("etag"));
  }
  assert.equal(tags.size, 3);
  const small = await server.get("/b.js", {headers: {"accept-encoding": "br"}});
  assert.deepEqual([small.headers.get("content-encoding"), small.headers.get("vary")], [null, null]);
});

test("an unchanged file is answered by 304", async (t) => {
  const server = await serveFiles(t, {"index.html": script});
  const etag = (await server.get("/")).headers.get("etag")!;
  for (const tag of [etag, `"other", W/${etag}`, "*"]) {
    const response = await server.get("/", {headers: {"if-none-match": tag}});
    assert.deepEqual([response.status, await response.text(), response.headers.get("etag")], [304, "", etag]);
  }
  assert.equal((await server.get("/", {headers: {"if-none-match": '"other"'}})).status, 200);
});

test("ranges are ranges of the plain file, for HEAD too", async (t) => {
  const server = await serveFiles(t, {"a.json": "0123456789".repeat(1000)});
  const get = (range: string, init: RequestInit = {}) =>
    server.get("/a.json", {...init, headers: {range, "accept-encoding": "br", ...init.headers}});
  for (const [range, status, contentRange, body] of [
    ["bytes=0-3", 206, "bytes 0-3/10000", "0123"],
    ["bytes=9998-", 206, "bytes 9998-9999/10000", "89"],
    ["bytes=-3", 206, "bytes 9997-9999/10000", "789"],
    ["bytes=9999-20000", 206, "bytes 9999-9999/10000", "9"],
    ["bytes=10000-", 416, "bytes */10000", ""],
    ["bytes=-0", 416, "bytes */10000", ""]
  ] as const) {
    const response = await get(range);
    const {headers} = response;
    assert.deepEqual(
      [response.status, headers.get("content-range"), await response.text()],
      [status, contentRange, body]
    );
    assert.equal(headers.get("content-encoding"), null);
  }
  for (const ignored of ["bytes=3-1", "lines=1-2", "bytes=0-1,3-4", "bytes=-"])
    assert.equal((await get(ignored)).status, 200, ignored);
  const head = await get("bytes=0-", {method: "HEAD"});
  assert.deepEqual([head.status, head.headers.get("content-length")], [206, "10000"]);
  const etag = head.headers.get("etag")!;
  assert.equal((await get("bytes=0-3", {headers: {"if-range": etag}})).status, 206);
  assert.equal((await get("bytes=0-3", {headers: {"if-range": '"older"'}})).status, 200);
});

test("HEAD tells the size and sends nothing", async (t) => {
  const server = await serveFiles(t, {"index.html": "12345"});
  const response = await server.get("/", {method: "HEAD"});
  assert.deepEqual([response.status, response.headers.get("content-length"), await response.text()], [200, "5", ""]);
});

test("what is named for its content is kept for ever, the rest is asked for again", async (t) => {
  const forever = "public, max-age=31536000, immutable";
  const server = await serveFiles(t, {
    "index.html": "",
    "_file/data/rows.b9485148.csv": "",
    "_npm/d3@7.9.2/83897892.js": "",
    "_npm/@duckdb/duckdb-wasm@1.29.0/dist/duckdb-eh.wasm": "",
    "report.b9485148.csv": ""
  });
  for (const [path, expected] of [
    ["/", "no-cache"],
    ["/_file/data/rows.b9485148.csv", forever],
    ["/_npm/d3@7.9.2/83897892.js", forever],
    ["/_npm/@duckdb/duckdb-wasm@1.29.0/dist/duckdb-eh.wasm", "no-cache"],
    ["/report.b9485148.csv", "no-cache"]
  ] as const)
    assert.equal((await server.get(path)).headers.get("cache-control"), expected, path);
});

test("every answer carries a strict content policy, and a page's allows its own scripts alone", async (t) => {
  const server = await serveFiles(t, {"index.html": script, "a.js": ""});
  const policy = async (path: string) => (await server.get(path)).headers.get("content-security-policy")!;
  const hash = createHash("sha256").update("f()").digest("base64");
  assert.ok((await policy("/")).includes(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}';`));
  for (const path of ["/a.js", "/nowhere", "/healthz", "/api/stats"])
    assert.match(
      await policy(path),
      /script-src 'self' 'wasm-unsafe-eval'; .*object-src 'none'.*frame-ancestors 'none'/,
      path
    );
  assert.equal((await server.get("/a.js")).headers.get("x-content-type-options"), "nosniff");
});

test("other methods are refused", async (t) => {
  const server = await serveFiles(t, {"index.html": ""});
  const response = await server.get("/", {method: "POST", body: "x"});
  assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
});
