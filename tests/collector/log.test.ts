import assert from "node:assert/strict";
import {test} from "node:test";
import {aboutLine} from "../../collector/log/about-line.ts";
import {makeLog, type Say} from "../../collector/log.ts";
import {runWeir} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const now = () => new Date(2026, 10, 22, 7, 8, 9);

async function logged(env: NodeJS.ProcessEnv, ...lines: Parameters<Say>[]) {
  const written: string[] = [];
  const say = await makeLog({env, now, stream: {write: (text: string) => written.push(text) > 0} as never});
  for (const line of lines) say(...line);
  return written;
}

test("makeLog() writes lines for people unless WEIR_LOG=json asks for JSON lines", async () => {
  assert.deepEqual(await logged({}, ["ready: http://localhost:3000"]), ["07:08:09  ready: http://localhost:3000\n"]);
  const [line] = await logged({WEIR_LOG: "json"}, ["lake: cannot write: disk full", {files: 3}]);
  assert.match(line!, /\n$/);
  assert.deepEqual(JSON.parse(line!), {
    level: "error",
    time: now().toISOString(),
    component: "lake",
    files: 3,
    msg: "lake: cannot write: disk full"
  });
});

test("makeLog() hands no control characters of what was sent to a terminal", async () => {
  assert.deepEqual(await logged({}, ["request failed: GET /\u009b2J\u001b[2J\u2028"]), [
    "07:08:09  request failed: GET /\\u009b2J\\u001b[2J\\u2028\n"
  ]);
});

test("makeLog() leaves out what is below WEIR_LOG_LEVEL, and refuses an unknown form or level", async () => {
  const lines: Parameters<Say>[] = [["fine"], ["a: away: gone"], ["detail", {level: "debug"}]];
  for (const WEIR_LOG of ["json", "text"])
    for (const [WEIR_LOG_LEVEL, expected] of Object.entries({debug: 3, info: 2, warn: 1, error: 0}))
      assert.equal((await logged({WEIR_LOG, WEIR_LOG_LEVEL}, ...lines)).length, expected);
  await assert.rejects(logged({WEIR_LOG: "xml"}), /WEIR_LOG: unknown: xml \(write json or text\)/);
  await assert.rejects(logged({WEIR_LOG_LEVEL: "loud"}), /WEIR_LOG_LEVEL: unknown: loud \(write one of debug, info/);
});

test("aboutLine() tells level and part by the words, unless they are given", () => {
  const of = (line: string) => [aboutLine(line).level, aboutLine(line).component];
  assert.deepEqual(of("published snapshot 20261122T060000Z-00000000"), ["info", "weir"]);
  assert.deepEqual(of("ready: http://localhost:3000"), ["info", "weir"]);
  assert.deepEqual(of("plant: away: no such device"), ["warn", "plant"]);
  assert.deepEqual(of("plant: running: reading"), ["info", "plant"]);
  assert.deepEqual(of("THE BOOKS DO NOT BALANCE: log: 1 input missing"), ["error", "weir"]);
  assert.deepEqual(of("the books balance again"), ["info", "weir"]);
  assert.equal(aboutLine("plant: away", {level: "debug", component: "serial"}).component, "serial");
});

test("weir with WEIR_LOG=json logs nothing but JSON lines, the last error too", async (t) => {
  const cwd = temporaryFolder(t);
  const {code, stderr} = await runWeir(t, ["--config", `${cwd}/none.ts`, "publish"], {env: {WEIR_LOG: "json"}}).exit;
  assert.equal(code, 1);
  const {level, msg} = JSON.parse(stderr) as {level: string; msg: string};
  assert.equal(level, "fatal");
  assert.match(msg, /no configuration: /);
});
