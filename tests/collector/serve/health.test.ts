import assert from "node:assert/strict";
import {rmSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {ClockWatch} from "../../../collector/serve/health/clock-watch.ts";
import {diskProblems} from "../../../collector/serve/health/disk-space.ts";
import {Snapshots} from "../../../collector/snapshots.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("diskProblems() says how much room is left and how much is needed", (t) => {
  const folder = temporaryFolder(t);
  assert.deepEqual(diskProblems(folder, {least: 1}), []);
  const [problem = ""] = diskProblems(folder, {least: 2 ** 60});
  assert.match(problem, /^disk: \d+ MB free at .+ \(make room: \d+ MB at least\)$/);
});

test("clockWatch.problems() tells for a while of a clock that was set, and takes no drift for it", () => {
  let [wall, steady] = [1_000_000, 0];
  const watch = new ClockWatch(
    () => wall,
    () => steady
  );
  const pass = (ms: number, stepMs = 0) => {
    steady += ms;
    wall += ms + stepMs;
    return watch.problems();
  };
  assert.deepEqual(pass(60_000, 900), []);
  assert.deepEqual(pass(60_000, -3_600_000), ["clock: set back by 3600 s (see that time is synchronised)"]);
  assert.equal(pass(500_000).length, 1);
  assert.deepEqual(pass(200_000), []);
});

test("/healthz says how readers get a snapshot again when the current one is removed by hand", async (t) => {
  const server = await serveFiles(t, {"index.html": "home"});
  rmSync(join(server.data, "snapshots", "current"));
  const {reasons} = await (await server.get("/healthz")).json();
  assert.deepEqual(reasons, [`no snapshot is current (weir snapshots rollback ${server.id})`]);
  await new Snapshots(server.data).switchTo(server.id!);
  assert.equal((await server.get("/healthz")).status, 200);
});
