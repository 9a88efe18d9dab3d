import assert from "node:assert/strict";
import {once} from "node:events";
import {copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {publish} from "../../../collector/publish.ts";
import {createServer} from "../../../collector/serve.ts";
import {placeCubes} from "../../../collector/site/place-cubes.ts";
import {openCube} from "../../../src/components/cube.ts";
import {ParquetFile} from "../../../src/components/parquet-file.ts";
import {afterTest} from "../../support/after-test.ts";
import {cubeSite} from "../../support/cube-site.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {freePort} from "../../support/free-port.ts";
import {startPreview} from "../../support/start-preview.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const minute = 60_000;
const hour = 60 * minute;
const end = Math.floor(Date.now() / hour) * hour;

/** The newest hour of the series, as a page reads it: from the cube's own file and from its months. */
async function newestOf(url: string): Promise<number[][]> {
  const cube = await openCube(url, {open: (url) => ParquetFile.open(url, {load: () => import("hyparquet")})});
  const asked = {key: {series: "001/flow"}, from: end - hour, to: end, calendar: null};
  const [hours, minutes] = [await cube.read({...asked, step: hour}), await cube.read({...asked, step: 10 * minute})];
  return [[...hours.measures.n!], [...minutes.measures.n!]];
}

test("a published site serves its cubes with their months, and the preview at the same place", async (t) => {
  const {root} = fixtureSite(t, cubeSite());
  const lake = fixtureLake(t);
  await lake.add(
    "readings",
    Array.from({length: 100 * 24 * 6}, (_, i) => ({
      time: end - (i + 1) * 10 * minute,
      source: "plant",
      series: "001/flow",
      value: i,
      quality: "good" as const
    }))
  );
  const {data} = lake;

  await t.test("publish()", async (t) => {
    const {files} = await publish({root, data, keep: 2});
    const [cube] = Object.keys(files).filter((path) => /^_file\/data\/readings-cube\.[0-9a-f]{8}\.parquet$/.test(path));
    const months = Object.keys(files).filter((path) => /\/steps-\d{4}-\d\d\.[0-9a-f]{8}\.parquet$/.test(path));
    assert.ok(months.length >= 4, `${Object.keys(files)}`);
    const server = await createServer({data, host: "127.0.0.1", port: 0});
    afterTest(t, () => server.close());
    assert.deepEqual(await newestOf(`${server.url}/${cube}`), [[6], [1, 1, 1, 1, 1, 1]]);
    const {headers} = await fetch(`${server.url}/${months[0]}`, {method: "HEAD"});
    assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable");
  });

  await t.test("dev()", async (t) => {
    const port = await freePort();
    const preview = startPreview(t, {root, data, port});
    const page = await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/`)).text(), {message: "the preview"});
    const [, path] = /"(\.\/_file\/data\/readings-cube\.parquet[^"]*)"/.exec(page) ?? [];
    const url = new URL(path!, `http://127.0.0.1:${port}/`).href;
    assert.deepEqual(await newestOf(url), [[6], [1, 1, 1, 1, 1, 1]]);
    preview.kill("SIGTERM");
    await once(preview, "exit");
  });

  await t.test("placeCubes() names a part that is gone", async (t) => {
    const site = temporaryFolder(t);
    await publish({root, data, keep: 2});
    const built = join(data, "snapshots/current/site/_file/data");
    const cube = readdirSync(built).find((name) => /^readings-cube\./.test(name))!;
    mkdirSync(join(site, "_file/data"), {recursive: true});
    copyFileSync(join(built, cube), join(site, "_file/data", cube));
    rmSync(join(data, "cubes"), {recursive: true});
    await assert.rejects(
      placeCubes(site, data),
      /^Error: part of a cube is gone: .*steps-.*\.parquet \(build again\)$/
    );
  });
});

test("placeCubes() leaves a site without cubes, and the empty file of a loader that failed, as they are", async (t) => {
  const site = temporaryFolder(t);
  await placeCubes(site, temporaryFolder(t));
  assert.deepEqual(readdirSync(site), []);
  mkdirSync(join(site, "_file/data"), {recursive: true});
  writeFileSync(join(site, "_file/data/readings-cube.00000000.parquet"), "");
  await placeCubes(site, temporaryFolder(t));
  assert.deepEqual(readdirSync(join(site, "_file/data")), ["readings-cube.00000000.parquet"]);
});
