import assert from "node:assert/strict";
import {createHash, randomBytes} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {brotliDecompressSync, gunzipSync} from "node:zlib";
import {inlineScripts} from "../../collector/publish/inline-scripts.ts";
import {publish} from "../../collector/publish.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {publishFiles} from "../support/publish-files.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const noon = Date.UTC(2026, 10, 21, 12);
const hour = 3_600_000;
const text = "a line that is worth compressing\n".repeat(200);

test("publish() makes a snapshot with a manifest of every file, and switches to it", async (t) => {
  const data = temporaryFolder(t);
  const snapshot = await publishFiles(
    {"index.html": "<script>hello()</script>", "_file/rows.json": "[]"},
    {data, now: noon, observedThrough: noon - 1000}
  );

  assert.match(snapshot.id, /^20261121T120000Z-[0-9a-f]{8}$/);
  assert.equal(snapshot.builtAt, noon);
  assert.equal(snapshot.observedThrough, noon - 1000);
  assert.deepEqual(snapshot.verdict, {good: true, notes: []});
  const sha256 = createHash("sha256").update("[]").digest("hex");
  assert.deepEqual(snapshot.files["_file/rows.json"], {bytes: 2, sha256});
  assert.deepEqual(snapshot.files["index.html"]?.scripts, [
    `'sha256-${createHash("sha256").update("hello()").digest("base64")}'`
  ]);
  assert.deepEqual(new Snapshots(data).current(), snapshot);
});

test("publish() tells pages which snapshot they are of, without a bearing on its id", async (t) => {
  const files = {"index.html": "home"};
  const data = temporaryFolder(t);
  const snapshot = await publishFiles(files, {data, now: noon, observedThrough: noon - 1000});
  const text = readFileSync(join(new Snapshots(data).siteOf(snapshot.id), "snapshot.json"), "utf8");
  assert.deepEqual(JSON.parse(text), {id: snapshot.id, builtAt: noon, observedThrough: noon - 1000});
  assert.equal(snapshot.files["snapshot.json"]?.bytes, text.length);
  const other = await publishFiles(files, {data: temporaryFolder(t), now: noon, observedThrough: null});
  assert.equal(other.id, snapshot.id);
});

test("publish() precompresses what gets smaller by it, and leaves Parquet plain", async (t) => {
  const data = temporaryFolder(t);
  const noise = randomBytes(5000);
  const {id, files} = await publishFiles({"a.js": text, "b.json": noise, "c.parquet": text}, {data, now: noon});
  const site = new Snapshots(data).siteOf(id);

  assert.equal(String(brotliDecompressSync(readFileSync(join(site, "a.js.br")))), text);
  assert.equal(String(gunzipSync(readFileSync(join(site, "a.js.gz")))), text);
  assert.equal(files["a.js"]?.br, statSync(join(site, "a.js.br")).size);
  const names = readdirSync(site).filter((name) => !name.startsWith("snapshot.json"));
  assert.deepEqual(names.sort(), ["a.js", "a.js.br", "a.js.gz", "b.json", "c.parquet"]);
});

test("publish() shares unchanged files and their variants with the snapshot before", async (t) => {
  const data = temporaryFolder(t);
  const first = await publishFiles({"same.js": text, "page.html": "1"}, {data, now: noon});
  const second = await publishFiles({"renamed.js": text, "page.html": "2"}, {data, now: noon + 60_000});
  const snapshots = new Snapshots(data);
  const inode = (id: string, path: string) => statSync(join(snapshots.siteOf(id), path)).ino;

  for (const suffix of ["", ".br", ".gz"])
    assert.equal(inode(first.id, `same.js${suffix}`), inode(second.id, `renamed.js${suffix}`));
  assert.notEqual(inode(first.id, "page.html"), inode(second.id, "page.html"));
  assert.deepEqual(second.files["renamed.js"], first.files["same.js"]);
  assert.equal(readFileSync(join(snapshots.siteOf(first.id), "page.html"), "utf8"), "1");
});

test("publish() shares files with every snapshot that is kept, also after a rollback", async (t) => {
  const data = temporaryFolder(t);
  const versions = ["old", "new", "newer"].map((line) => text.replaceAll("line", line));
  const ids: string[] = [];
  for (const [n, content] of versions.entries())
    ids.push((await publishFiles({"a.js": content}, {data, now: noon + n * 60_000})).id);
  const snapshots = new Snapshots(data);
  await snapshots.switchTo(ids[0]!);
  const inode = (id: string, path: string) => statSync(join(snapshots.siteOf(id), path)).ino;
  for (const [n, content] of versions.entries()) {
    const {id} = await publishFiles({"a.js": content}, {data, now: noon + (n + 10) * 60_000});
    for (const path of ["a.js", "a.js.br", "a.js.gz"]) assert.equal(inode(id, path), inode(ids[n]!, path));
  }
});

test("publish() shares no file that has lost some of its bytes", async (t) => {
  const data = temporaryFolder(t);
  const first = await publishFiles({"a.js": text}, {data, now: noon});
  truncateSync(join(new Snapshots(data).siteOf(first.id), "a.js.br"), 5);
  const second = await publishFiles({"a.js": text}, {data, now: noon + 60_000});
  const site = new Snapshots(data).siteOf(second.id);
  assert.equal(readFileSync(join(site, "a.js"), "utf8"), text);
  assert.equal(String(brotliDecompressSync(readFileSync(join(site, "a.js.br")))), text);
});

test("publish() writes into its pages which snapshot they are of", async (t) => {
  const data = temporaryFolder(t);
  const page = `<!doctype html><html><head lang=en><title>$&</title></head><header>h</header></html>`;
  const {id, files} = await publishFiles({"index.html": page, "bare.html": "<p>no head"}, {data, now: noon});
  const site = new Snapshots(data).siteOf(id);
  const written = readFileSync(join(site, "index.html"), "utf8");
  assert.equal(
    written,
    page.replace("<title>$&", () => `\n<meta name="weir-snapshot" content="${id}"><title>$&`)
  );
  assert.equal(files["index.html"]?.sha256, createHash("sha256").update(written).digest("hex"));
  assert.equal(readFileSync(join(site, "bare.html"), "utf8"), "<p>no head");
});

test("publish() throws and leaves readers what they have when the build fails", async (t) => {
  const data = temporaryFolder(t);
  const {id} = await publishFiles({"index.html": "good"}, {data, now: noon});
  const build = async () => {
    throw new Error("loader failed: src/data/rows.json.ts");
  };

  await assert.rejects(publish({root: data, data, keep: 2}, {build}), /^Error: loader failed/);

  assert.equal(new Snapshots(data).current()?.id, id);
  assert.deepEqual(readdirSync(join(data, "snapshots")).sort(), [id, "current"]);
});

test("publish() removes what a killed one left behind", async (t) => {
  const data = temporaryFolder(t);
  mkdirSync(join(data, "snapshots/.tmp-1/site"), {recursive: true});
  mkdirSync(join(data, "snapshots/.old-20261121T110000Z-00000000"));
  await publishFiles({"index.html": "1"}, {data, now: noon});
  assert.deepEqual(
    readdirSync(join(data, "snapshots")).filter((name) => name.startsWith(".")),
    []
  );
});

test("publish() keeps the newest snapshots and says which it removed", async (t) => {
  const data = temporaryFolder(t);
  const said: string[] = [];
  const options = {data, keep: 2, say: (line: string) => said.push(line)};
  const ids = await publishHourly(3, options);
  assert.deepEqual(
    new Snapshots(data).list().map(({id}) => id),
    [ids[2], ids[1]]
  );
  assert.ok(!existsSync(join(data, "snapshots", ids[0]!)));
  assert.ok(said.includes(`removed snapshot ${ids[0]}`));
});

test("publish() removes what is older than keepFor, but for the two newest", async (t) => {
  const data = temporaryFolder(t);
  const ids = await publishHourly(5, {data, keep: 10, keepFor: 2 * hour});
  assert.deepEqual(
    new Snapshots(data).list().map(({id}) => id),
    ids.slice(2).reverse()
  );
  const few = temporaryFolder(t);
  const both = await publishHourly(2, {data: few, keep: 10, keepFor: 1000});
  assert.equal(new Snapshots(few).list().length, both.length);
});

async function publishHourly(count: number, options: {data: string; keep: number; keepFor?: number}) {
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.push((await publishFiles({"index.html": `${n}`}, {...options, now: noon + n * hour})).id);
  return ids;
}

test("publish() refuses to run twice at a time on one data folder", async (t) => {
  const data = temporaryFolder(t);
  const build = async ({out}: {out: string}) => {
    mkdirSync(out);
    await assert.rejects(publishFiles({"index.html": "2"}, {data, now: noon}), /^Error: data folder in use: .*publish/);
    return {pages: 0, brokenLinks: [], failures: [], outputs: []};
  };
  await publish({root: data, data, keep: 2}, {build});
});

test("publish() notes broken links in the verdict", async (t) => {
  const data = temporaryFolder(t);
  const build = async ({out}: {out: string}) => {
    mkdirSync(out);
    return {pages: 1, brokenLinks: ["/index -> /nowhere"], failures: [], outputs: []};
  };
  const {verdict} = await publish({root: data, data, keep: 2}, {build});
  assert.deepEqual(verdict, {good: false, notes: ["broken link: /index -> /nowhere"]});
});

test("publish() notes failed loaders in the verdict", async (t) => {
  const data = temporaryFolder(t);
  const failure = {
    loader: "src/data/rows.json.ts",
    target: "data/rows.json",
    reason: "no such dataset",
    at: noon,
    printed: ""
  };
  const build = async ({out}: {out: string}) => {
    mkdirSync(out);
    return {
      pages: 1,
      brokenLinks: [],
      failures: [
        {...failure, since: noon},
        {...failure, since: null}
      ],
      outputs: []
    };
  };
  const {verdict} = await publish({root: data, data, keep: 2}, {build});
  assert.deepEqual(verdict, {
    good: false,
    notes: [
      "loader failed: src/data/rows.json.ts: no such dataset (shown as of 2026-11-21T12:00:00.000Z)",
      "loader failed: src/data/rows.json.ts: no such dataset (nothing to show instead)"
    ]
  });
});

test("inlineScripts() hashes scripts inside a page as a browser reads them, and no others", () => {
  const page = "<script src=a.js></script>\r\n<SCRIPT type=module>\r\nf()\r\n</SCRIPT><script>'<script>'</script>";
  const expected = ["\nf()\n", "'<script>'"].map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`
  );
  assert.deepEqual(inlineScripts(page), expected);
});
