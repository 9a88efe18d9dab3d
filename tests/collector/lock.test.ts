import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, rmdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {InUseError, takeLock} from "../../collector/lock.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

test("takeLock() refuses a second holder and names the first", (t) => {
  const data = temporaryFolder(t);
  const lock = takeLock(data, "collector", {pid: 42, now: () => 0});
  assert.throws(
    () => takeLock(data, "collector"),
    /data folder in use: .* \(collector by process 42 since 1970-01-01T00:00:00\.000Z/
  );
  takeLock(data, "publish").release();
  lock.release();
  takeLock(data, "collector").release();
});

test("takeLock() tells a lock that is held from one that cannot be had", (t) => {
  const data = temporaryFolder(t);
  t.after(takeLock(data, "collector").release);
  assert.throws(() => takeLock(data, "collector"), InUseError);
  writeFileSync(join(data, "publish.lock"), "no lock of ours".repeat(100));
  assert.throws(() => takeLock(data, "publish"), /^Error: cannot lock: .*publish\.lock \(file is not a database\)$/);
});

test("takeLock() leaves nothing taken where it cannot say who holds it, as on a full disk", (t) => {
  const data = temporaryFolder(t);
  const holder = join(data, "publish.lock.json");
  mkdirSync(holder);
  assert.throws(() => takeLock(data, "publish"), /^Error: cannot lock: .*publish\.lock \(EISDIR/);
  rmdirSync(holder);
  takeLock(data, "publish").release();
});

test("takeLock() gets the folder back when its holder was killed", async (t) => {
  const data = temporaryFolder(t);
  const script = `import {takeLock} from "./collector/lock.ts"; globalThis.lock = takeLock(${JSON.stringify(data)}, "collector");
    console.log("held"); setInterval(() => {}, 1000);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, {cwd: root, stdio: ["ignore", "pipe", "inherit"]});
  await once(child.stdout, "data");
  assert.throws(() => takeLock(data, "collector"), /data folder in use/);
  child.kill("SIGKILL");
  await once(child, "exit");
  takeLock(data, "collector").release();
});
