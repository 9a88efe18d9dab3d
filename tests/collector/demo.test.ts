import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {importHistory} from "../../collector/demo.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

test("importHistory() goes on after it was cut short, in a process of its own, and does nothing once it is done", async (t) => {
  const data = temporaryFolder(t);
  const {WEIR_DATA} = process.env;
  process.env.WEIR_DATA = data;
  t.after(() => {
    if (WEIR_DATA === undefined) delete process.env.WEIR_DATA;
    else process.env.WEIR_DATA = WEIR_DATA;
  });
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const said: string[] = [];
  const place = {root, file: join(root, "weir.config.ts")};
  const run = (signal = new AbortController().signal) => {
    said.length = 0;
    const say = (line: string) => {
      said.push(line);
      if (line.includes("rows into events")) stopping.abort();
    };
    return importHistory(place, catalog, {say, signal, program: join(root, "collector/weir.js")});
  };
  const stopping = new AbortController();
  await assert.rejects(run(stopping.signal), {name: "AbortError"});
  const rows = () => catalog.files().reduce((sum, file) => sum + file.rows, 0);
  assert.ok(rows() > 0);
  await run();
  assert.equal(said.filter((line) => /^simulation: .*: imported before, nothing to do$/.test(line)).length, 3);
  assert.equal(said.filter((line) => /^simulation: .*: [\d,]+ rows into \w+$/.test(line)).length, 2);
  const all = rows();
  await run();
  assert.deepEqual([said, rows()], [[], all]);
});
