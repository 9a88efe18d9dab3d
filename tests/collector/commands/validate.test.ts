import assert from "node:assert/strict";
import {test} from "node:test";
import {runWeir} from "../../support/run-weir.ts";
import {writtenSite} from "../../support/written-site.ts";

const config = `export default {
  title: "Site",
  sources: {
    machine: {kind: "sytem"}
  }
};
`;

test("weir validate prints each mistake with its place, and exits with 1", async (t) => {
  const cwd = writtenSite(t, {
    "weir.config.mts": "export default {demo: false, sources: {}};\n",
    "src/index.md": "---\ntilte: Home\n---\n\n[Load](./load)\n"
  });
  const args = ["--config", "weir.config.mts", "validate"];
  const {code, stdout, stderr} = await runWeir(t, args, {cwd}).exit;
  assert.deepEqual(stdout.split("\n"), [
    "src/index.md:2:1: unknown setting: tilte (did you mean title?)",
    "src/index.md:5:8: page not found: ./load (weir new page load makes it)",
    ""
  ]);
  assert.match(stderr, /2 mistakes in 1 file$/m);
  assert.equal(code, 1);

  const json = await runWeir(t, [...args, "--json"], {cwd}).exit;
  assert.equal(json.code, 1);
  assert.deepEqual(JSON.parse(json.stdout)[0], {
    file: "src/index.md",
    line: 2,
    column: 1,
    message: "unknown setting: tilte",
    hint: "did you mean title?"
  });
});

test("weir validate prints a configuration's mistakes with the places of their settings", async (t) => {
  const cwd = writtenSite(t, {"weir.config.mts": config});
  const {code, stdout} = await runWeir(t, ["--config", "weir.config.mts", "validate"], {cwd}).exit;
  assert.match(stdout, /^weir\.config\.mts:4:15: sources\.machine\.kind: unknown: sytem \(write one of /);
  assert.equal(code, 1);
});
