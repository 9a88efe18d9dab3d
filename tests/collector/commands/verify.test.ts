import assert from "node:assert/strict";
import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {spawn} from "@lydell/node-pty";
import {afterTest} from "../../support/after-test.ts";
import {root} from "../../support/root.ts";
import {runWeir} from "../../support/run-weir.ts";
import {soundLake} from "../../support/sound-lake.ts";

test("weir lake verify prints every problem on a line and exits with 1, and is quiet in a pipe", async (t) => {
  const {data, merged, at} = await soundLake(t);
  const config = join(data, "weir.config.mts");
  writeFileSync(config, `export default ${JSON.stringify({data, sources: {}})};\n`);
  const run = (...args: string[]) => runWeir(t, ["--config", config, "lake", "verify", ...args]).exit;
  const sound = await run();
  assert.deepEqual([sound.code, sound.stdout], [0, ""], sound.stderr);
  assert.match(sound.stderr, /^\d\d:\d\d:\d\d {2}6 files, 12 rows: all is as it should be\n$/);
  rmSync(at(merged));
  const broken = await run();
  assert.deepEqual([broken.code, broken.stdout], [1, `missing file: ${merged}\n`]);
  assert.match(broken.stderr, /: 1 problem\n$/);
  assert.deepEqual(JSON.parse((await run("--json")).stdout), {
    files: 6,
    rows: 12,
    problems: [`missing file: ${merged}`]
  });
});

test("weir lake verify tells on a terminal how far it is", async (t) => {
  const {data} = await soundLake(t);
  const config = join(data, "weir.config.mts");
  writeFileSync(config, `export default ${JSON.stringify({data, sources: {}})};\n`);
  const args = [join(root, "collector/weir.js"), "--config", config, "lake", "verify"];
  const terminal = spawn(process.execPath, args, {cwd: root, env: process.env as Record<string, string>});
  afterTest(t, () => terminal.kill("SIGKILL"));
  let shown = "";
  terminal.onData((text) => {
    shown += text;
  });
  const code = await new Promise((resolve) => terminal.onExit(({exitCode}) => resolve(exitCode)));
  assert.equal(code, 0, shown);
  const lines = shown.split("\r\u001b[K");
  assert.ok(lines.includes("1 of 6 files"), shown);
  assert.match(lines.at(-1)!, /^[\d:]+ {2}6 files, 12 rows: all is as it should be\r\n$/);
});
