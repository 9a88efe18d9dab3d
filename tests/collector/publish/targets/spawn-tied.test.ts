import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, readFileSync} from "node:fs";
import {constants} from "node:os";
import {join} from "node:path";
import {text} from "node:stream/consumers";
import {test} from "node:test";
import {spawnTied} from "../../../../collector/publish/targets/spawn-tied.ts";
import {root} from "../../../support/root.ts";
import {waitFor} from "../../../support/wait-for.ts";

/** Not when it has ended and waits for a parent that does not look after it. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, "utf8"));
}

test("spawnTied() hands over input, output, problems and exit code", async () => {
  const child = spawnTied("sh", ["-c", 'read line; echo "$1 $line"; echo bad >&2; exit 7', "sh", "a b"]);
  child.stdin.end("input\n");
  const [output, problems, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  assert.deepEqual([output, problems, code], ["a b input\n", "bad\n", 7]);
  const missing = spawnTied("no-such-program", []);
  assert.equal((await once(missing, "close"))[0], 127);
});

test("spawnTied() ends the program with a parent that is killed", async () => {
  const script = `
    import {spawnTied} from ${JSON.stringify(join(root, "collector/publish/targets/spawn-tied.ts"))};
    spawnTied("sh", ["-c", "echo $$; exec sleep 1000"]).stdout.pipe(process.stdout);`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {cwd: root});
  const [printed] = await once(parent.stdout, "data");
  const pid = Number(printed);
  assert.ok(isRunning(pid));
  parent.kill("SIGKILL");
  await waitFor(() => !isRunning(pid));
});

test("spawnTied() ends the program with its signal, whenever that comes", async () => {
  const stops = Array.from({length: 20}, () => new AbortController());
  const pids = await Promise.all(
    stops.map(async (stop) => {
      const child = spawnTied("sh", ["-c", "echo $$; exec sleep 1000"], {signal: stop.signal});
      const ended = once(child, "close");
      const pid = Number((await once(child.stdout, "data"))[0]);
      stop.abort();
      assert.deepEqual(await ended, [128 + constants.signals.SIGTERM, null]);
      return pid;
    })
  );
  await waitFor(() => !pids.some(isRunning));
  const aborted = spawnTied("sleep", ["1000"], {signal: AbortSignal.abort()});
  aborted.stdout.resume();
  aborted.stderr.resume();
  await once(aborted, "close");
});
