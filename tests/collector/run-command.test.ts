import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {runCommand} from "../../collector/run-command.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const program = join(root, "collector/weir.js");
const place = {root, file: join(root, "weir.config.ts")};
const {signal} = new AbortController();

test("runCommand() resolves to what a command prints", async () => {
  assert.match(await runCommand(place, ["jobs", "--json"], {signal, program}), /"publish"/);
});

test("runCommand() says what a command says, with what is known of it, and throws why it failed", async (t) => {
  const said: unknown[] = [];
  const say = (...given: unknown[]) => said.push(given);
  const {WEIR_DATA} = process.env;
  process.env.WEIR_DATA = temporaryFolder(t);
  t.after(() => {
    if (WEIR_DATA === undefined) delete process.env.WEIR_DATA;
    else process.env.WEIR_DATA = WEIR_DATA;
  });
  const file = join(temporaryFolder(t), "script.js");
  const lines = ['{"level":"warn","time":"now","component":"pages","page":7,"msg":"broken link: a"}', "no JSON"];
  const script = `console.error(${JSON.stringify(lines.join("\n"))}); process.exit(3);`;
  writeFileSync(file, script);
  await assert.rejects(runCommand(place, [], {signal, say, program: file}), {message: "no JSON"});
  assert.deepEqual(said, [
    ["broken link: a", {level: "warn", component: "pages", page: 7}],
    ["no JSON", {}]
  ]);
  said.length = 0;
  await assert.rejects(runCommand(place, ["publish"], {signal, say, program}), {message: /^no lake yet: /});
  assert.deepEqual(said, []);
});
