import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Snapshots} from "../../collector/snapshots.ts";
import {publishFiles} from "../support/publish-files.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const noon = Date.UTC(2026, 10, 21, 12);
const day = 86_400_000;

async function threeSnapshots(data: string): Promise<string[]> {
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push((await publishFiles({"index.html": `${n}`}, {data, now: noon + n * 60_000})).id);
  return ids;
}

test("snapshots.list() gives the newest first and skips what has no manifest", async (t) => {
  const data = temporaryFolder(t);
  const ids = await threeSnapshots(data);
  mkdirSync(join(data, "snapshots/20261121T130000Z-00000000"));
  mkdirSync(join(data, "snapshots/20261121T140000Z-00000000"));
  writeFileSync(join(data, "snapshots/20261121T140000Z-00000000/manifest.json"), '{"id": "torn');

  assert.deepEqual(
    new Snapshots(data).list().map(({id}) => id),
    ids.toReversed()
  );
});

test("snapshots.current() is undefined before the first, and where the folder is missing", (t) => {
  assert.equal(new Snapshots(temporaryFolder(t)).current(), undefined);
});

test("snapshots.switchTo() gives an older one to readers, also to those who have read before", async (t) => {
  const data = temporaryFolder(t);
  const [first, , third] = await threeSnapshots(data);
  const reader = new Snapshots(data);
  assert.equal(reader.current()?.id, third);

  await new Snapshots(data).switchTo(first!);

  assert.equal(reader.current()?.id, first);
  assert.equal(readlinkSync(join(data, "snapshots/current")), first);
});

test("snapshots.switchTo() refuses an id that is not there, and one that is a path", async (t) => {
  const data = temporaryFolder(t);
  await threeSnapshots(data);
  const snapshots = new Snapshots(data);
  await assert.rejects(snapshots.switchTo("20200101T000000Z-00000000"), /^Error: no such snapshot: 20200101T000000Z/);
  await assert.rejects(snapshots.switchTo("../../etc"), /^Error: no such snapshot: /);
});

test("snapshots.retain() removes the oldest, but never the one that readers get nor the one before it", async (t) => {
  const data = temporaryFolder(t);
  const [first, second, third] = await threeSnapshots(data);
  const snapshots = new Snapshots(data);
  const later = {now: () => noon + day};
  assert.deepEqual(await snapshots.retain({keep: 1}, later), [first]);
  await snapshots.switchTo(second!, later);
  assert.deepEqual(await snapshots.retain({keep: 1}, {now: () => noon + 2 * day}), []);
  assert.deepEqual(
    snapshots.list().map(({id}) => id),
    [third, second]
  );
  assert.ok(!existsSync(snapshots.siteOf(first!)));
});

test("snapshots.retain() leaves a snapshot whose pages may be open still", async (t) => {
  const data = temporaryFolder(t);
  const [first, second, third] = await threeSnapshots(data);
  const snapshots = new Snapshots(data);
  const at = (time: number) => ({now: () => time});
  await snapshots.switchTo(first!, at(noon + day));
  await snapshots.switchTo(third!, at(noon + day + 60_000));
  assert.deepEqual(await snapshots.retain({keep: 1}, at(noon + day + 2 * 60_000)), []);
  assert.deepEqual(await snapshots.retain({keep: 1}, at(noon + 2 * day)), [first]);
  assert.deepEqual(
    snapshots.list().map(({id}) => id),
    [third, second]
  );
});

test("snapshots.switchTo() and retain() at once never take away what readers were just given", async (t) => {
  const data = temporaryFolder(t);
  const ids = await threeSnapshots(data);
  const [oldest] = ids;
  const later = {now: () => noon + day};
  const [switched, removed] = await Promise.allSettled([
    new Snapshots(data).switchTo(oldest!, later),
    new Snapshots(data).retain({keep: 1}, later)
  ]);
  assert.equal(removed.status, "fulfilled");
  const {id} = new Snapshots(data).current()!;
  assert.equal(id, switched.status === "fulfilled" ? oldest : ids[2]);
});

test("snapshots.get() keeps once in memory what several say of a file", async (t) => {
  const data = temporaryFolder(t);
  const publishAt = (n: number) =>
    publishFiles({"index.html": `${n}`, "a.css": "same", "b.css": "same"}, {data, now: noon + n * 60_000});
  const ids = [(await publishAt(1)).id, (await publishAt(2)).id];
  const snapshots = new Snapshots(data);
  const [first, second] = ids.map((id) => snapshots.get(id)!.files);
  assert.equal(first!["a.css"], second!["a.css"]);
  assert.notEqual(first!["a.css"], first!["b.css"]);
  assert.notDeepEqual(first!["index.html"], second!["index.html"]);
  for (const [i, id] of ids.entries())
    assert.deepEqual(
      JSON.parse(readFileSync(join(data, `snapshots/${id}/manifest.json`), "utf8")).files,
      [first, second][i]
    );
});

test("snapshots.get() forgets snapshots that are gone", async (t) => {
  const data = temporaryFolder(t);
  const [first] = await threeSnapshots(data);
  const reader = new Snapshots(data);
  assert.equal(reader.get(first!)?.id, first);
  await new Snapshots(data).retain({keep: 1}, {now: () => noon + day});
  await publishFiles({"index.html": "4"}, {data, now: noon + day});
  reader.current();
  assert.equal(reader.get(first!), undefined);
});
