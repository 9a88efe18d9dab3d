import assert from "node:assert/strict";
import {once} from "node:events";
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {publish} from "../../../collector/publish.ts";
import {createServer} from "../../../collector/serve.ts";
import {placeTables} from "../../../collector/site/place-tables.ts";
import type {TablesIndex} from "../../../loaders/tables/published-table.ts";
import {afterTest} from "../../support/after-test.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {freePort} from "../../support/free-port.ts";
import {startPreview} from "../../support/start-preview.ts";
import {tablesSite} from "../../support/tables-site.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const reading = {source: "plant", series: "001/flow", value: 1, quality: "good"} as const;

/** Every file that the index at an address names, asked for as a page does: its status and its first four bytes. */
async function magicOf(index: string): Promise<Set<string>> {
  const {tables} = (await (await fetch(index)).json()) as TablesIndex;
  const urls = tables.flatMap(({files}) => files.map(({url}) => new URL(url, index)));
  const answers = urls.map(async (url) => {
    const response = await fetch(url, {headers: {range: "bytes=0-3"}});
    return `${response.status} ${response.headers.get("cache-control")} ${await response.text()}`;
  });
  return new Set(await Promise.all(answers));
}

test("a published site serves its tables by ranges, to be kept for ever, and the preview at the same place", async (t) => {
  const {root} = fixtureSite(t, tablesSite());
  const lake = fixtureLake(t);
  await lake.add("readings", [{time: Date.now() - 60_000, ...reading}]);
  const {data} = lake;

  await t.test("publish()", async (t) => {
    const {files} = await publish({root, data, keep: 2});
    const index = Object.keys(files).find((path) => /^_file\/tables\/index\.[0-9a-f]{8}\.json$/.test(path));
    const server = await createServer({data, host: "127.0.0.1", port: 0});
    afterTest(t, () => server.close());
    assert.deepEqual([...(await magicOf(`${server.url}/${index}`))], ["206 public, max-age=31536000, immutable PAR1"]);
  });

  await t.test("dev()", async (t) => {
    const port = await freePort();
    const preview = startPreview(t, {root, data, port});
    const page = await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/`)).text(), {message: "the preview"});
    const [, path] = /"(\.\/_file\/tables\/index\.json[^"]*)"/.exec(page) ?? [];
    const magics = await magicOf(new URL(path!, `http://127.0.0.1:${port}/`).href);
    assert.deepEqual(
      [...magics].map((magic) => magic.replace(/ .* /, " ")),
      ["206 PAR1"]
    );
    preview.kill("SIGTERM");
    await once(preview, "exit");
  });
});

test("placeTables() names a file that is gone, and leaves a site without tables as it is", async (t) => {
  const [site, data] = [temporaryFolder(t), temporaryFolder(t)];
  await placeTables(site, data);
  assert.deepEqual(readdirSync(site), []);
  mkdirSync(join(site, "_file/tables"), {recursive: true});
  const index = {tables: [{files: [{url: "readings-2026-01.00000000.parquet"}]}]};
  writeFileSync(join(site, "_file/tables/index.00000000.json"), JSON.stringify(index));
  await assert.rejects(
    placeTables(site, data),
    /^Error: published table is gone: .*readings-2026-01\.0+\.parquet \(build/
  );
});
