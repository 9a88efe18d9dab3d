import assert from "node:assert/strict";
import {test} from "node:test";
import {setImmediate as turn} from "node:timers/promises";
import {Catalog, type Run} from "../../../collector/catalog.ts";
import {RememberedRuns} from "../../../collector/schedule/remembered-runs.ts";
import {type RunStore, Scheduler} from "../../../collector/schedule/scheduler.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

/** A catalog on a disk that may be full. */
class FullDisk implements RunStore {
  full = false;
  constructor(private readonly catalog: Catalog) {}
  addRun(run: Run): void {
    if (this.full) throw new Error("database or disk is full");
    this.catalog.addRun(run);
  }
  lastSuccess = (job: string) => this.catalog.lastSuccess(job);
  failures = (job: string) => this.catalog.failures(job);
}

test("RememberedRuns let no job run again and again while its runs cannot be kept, and keep them later", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const disk = new FullDisk(catalog);
  const said: string[] = [];
  const runs = new RememberedRuns(disk, ({job}, {message}) => said.push(`${job}: ${message}`));
  let now = Date.UTC(2026, 10, 21, 12);
  const begun: Record<string, number> = {publish: 0, detect: 0};
  const job = (name: string, everyMs: number, run: () => Promise<string>) => ({
    name,
    timing: {everyMs},
    limitMs: 60_000,
    heavy: false,
    run: () => {
      begun[name]!++;
      return run();
    }
  });
  const failing = job("publish", 3_600_000, async () => {
    throw new Error("no space left");
  });
  const scheduler = new Scheduler(
    [failing, job("detect", 60_000, async () => "judged")],
    runs,
    {},
    {
      now: () => now,
      monotonic: () => now
    }
  );
  const pass = async (seconds: number) => {
    for (const end = now + seconds * 1000; now < end; now += 1000) {
      scheduler.tick();
      await turn();
    }
  };
  disk.full = true;
  await pass(300);
  assert.deepEqual(begun, {publish: 4, detect: 5}); // tried again after 30, 60 and 120 s
  assert.deepEqual([catalog.lastSuccess("detect"), catalog.failures("publish")], [undefined, []]);
  assert.deepEqual([said.length, said[0]], [9, "publish: database or disk is full"]);
  disk.full = false;
  await pass(60);
  assert.deepEqual([catalog.runs("detect", 10).length, catalog.failures("publish").length], [6, 4]);
  assert.deepEqual(runs.failures("publish"), catalog.failures("publish"));
  assert.deepEqual(runs.lastSuccess("detect"), catalog.lastSuccess("detect"));
});
