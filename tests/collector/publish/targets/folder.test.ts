import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {TargetSettings} from "../../../../collector/config/publish-settings.ts";
import {Snapshots} from "../../../../collector/snapshots.ts";
import {publishFiles} from "../../../support/publish-files.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {deliverAgain, hour, lastTry, minute, noon, publishTo, site, times} from "./target-rig.ts";

const filesOf = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map(({parentPath, name}) => join(parentPath, name).slice(folder.length + 1))
    .sort();

test("a folder gets the whole site, with its variants, and then what changed alone", async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const target: TargetSettings = {kind: "folder", path, ...times};
  const {snapshot, attempt} = await publishTo(target, data, 1);
  const own = new Snapshots(data).siteOf(snapshot.id);
  assert.deepEqual([attempt.ok, attempt.message, filesOf(path)], [true, "", filesOf(own)]);
  for (const file of filesOf(own)) assert.deepEqual(readFileSync(join(path, file)), readFileSync(join(own, file)));
  assert.equal(attempt.uploaded, filesOf(own).length);

  const library = join(path, "_npm/@duckdb/wasm@1.29.0/library.0badcafe.js");
  const {ino} = statSync(library);
  const second = await publishTo(target, data, 2);
  assert.equal(second.attempt.ok, true);
  assert.equal(statSync(library).ino, ino);
  assert.ok(second.attempt.uploaded < attempt.uploaded);
  assert.equal((await deliverAgain(target, data, noon + 2 * hour)).uploaded, 0);
});

test("a folder loses files of older snapshots after the grace, and never files of others", async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const target: TargetSettings = {kind: "folder", path, ...times, grace: 30 * minute};
  mkdirSync(join(path, "_file"));
  writeFileSync(join(path, "_file/of-somebody-else.txt"), "stays");
  const old = join(path, "_file/data/rows.00000001.json");
  await publishTo(target, data, 1, {at: noon});
  await publishTo(target, data, 2, {at: noon + 10 * minute});
  assert.ok(existsSync(old) && existsSync(`${old}.br`));
  assert.equal((await deliverAgain(target, data, noon + 39 * minute)).removed, 0);
  assert.ok((await deliverAgain(target, data, noon + 40 * minute)).removed > 0);
  assert.ok(!existsSync(old) && !existsSync(`${old}.br`));
  assert.equal(readFileSync(join(path, "_file/of-somebody-else.txt"), "utf8"), "stays");
});

test("a folder's damaged and missing files are put there again", async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const target: TargetSettings = {kind: "folder", path, ...times};
  const {snapshot} = await publishTo(target, data, 1);
  const page = readFileSync(join(path, "index.html"), "utf8");
  writeFileSync(join(path, "index.html"), page.replace("home 1", "home X"));
  rmSync(join(path, "licences.html"));
  const attempt = await deliverAgain(target, data, noon + hour);
  assert.deepEqual([attempt.ok, attempt.uploaded], [true, 2]);
  assert.equal(readFileSync(join(path, "index.html"), "utf8"), page);
  assert.ok(page.includes(snapshot.id));
});

test("a target that fails leaves the site and the other targets standing, and gets the next snapshot", async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const missing = join(temporaryFolder(t), "mounted");
  const good: TargetSettings = {kind: "folder", path, ...times};
  const bad: TargetSettings = {kind: "folder", path: missing, ...times};
  const said: string[] = [];
  const publishBoth = (n: number) =>
    publishFiles(site(n), {
      data,
      now: noon + n * hour,
      targets: {bad, there: good},
      say: (line) => said.push(line)
    });
  const first = await publishBoth(1);
  assert.equal(new Snapshots(data).current()?.id, first.id);
  assert.equal(lastTry(good, data).ok, true);
  assert.ok(
    said.some((line) => line.startsWith(`target bad failed, it is tried again at the next publish: no such folder: `))
  );
  mkdirSync(missing);
  const second = await publishBoth(2);
  assert.ok(said.includes(said.find((line) => line.startsWith(`target bad has snapshot ${second.id}`))!));
  assert.ok(existsSync(join(missing, "index.html")));
});

test("files that are damaged in the snapshot are not put anywhere", async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const target: TargetSettings = {kind: "folder", path, ...times};
  const {id} = await publishFiles(site(1), {data, now: noon});
  writeFileSync(join(new Snapshots(data).siteOf(id), "licences.html"), "torn");
  const attempt = await deliverAgain(target, data, noon);
  assert.deepEqual([attempt.ok, attempt.message], [false, "damaged in the snapshot: licences.html"]);
  assert.ok(!existsSync(join(path, "licences.html")));
});

test("a folder that holds the data folder, or is part of it, is refused", async (t) => {
  const data = temporaryFolder(t);
  await publishFiles(site(1), {data, now: noon});
  for (const path of [join(data, "copy"), data, join(data, ".."), "/"]) {
    const attempt = await deliverAgain({kind: "folder", path, ...times}, data, noon);
    assert.match(attempt.message, /^invalid folder of a target: .* \(it is part of the data folder, or holds it\)$/);
  }
});
