import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {TargetSettings} from "../../../collector/config/publish-settings.ts";
import {deliver} from "../../../collector/publish/deliver.ts";
import {readTargetState} from "../../../collector/publish/targets/target-state.ts";
import {Snapshots} from "../../../collector/snapshots.ts";
import {heldBucket} from "../../support/held-bucket.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";
import {minute, noon, times} from "./targets/target-rig.ts";

test("deliver() brings the snapshot that was switched to meanwhile next, and none twice", async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const good = await publishFiles({"index.html": "good"}, {data, now: noon});
  const bad = await publishFiles({"index.html": "bad"}, {data, now: noon + minute});
  const {endpoint, asked, letGo} = await heldBucket(t);
  const keys = {accessKeyId: {env: "HOME"}, secretAccessKey: {env: "HOME"}}; // any will do
  const held: TargetSettings = {kind: "s3", endpoint, bucket: "b", prefix: "", region: "r", ...keys, ...times};
  const mirror: TargetSettings = {kind: "folder", path, ...times};
  const said: string[] = [];
  const settings = {root: data, data, targets: {held, mirror}, say: (line: string) => said.push(line)};
  const page = () => readFileSync(join(path, "index.html"), "utf8");

  const first = deliver(settings);
  await waitFor(() => asked() === 1 && page() === "bad");
  await new Snapshots(data).switchTo(good.id);
  await deliver(settings);
  assert.equal(said.at(-1), "targets are being written already: they get this snapshot right after that");
  assert.equal(page(), "bad");
  letGo();
  await first;

  assert.equal(page(), "good");
  for (const [name, target] of Object.entries(settings.targets))
    assert.deepEqual(
      readTargetState(data, name, target).tries.map(({snapshot, ok}) => [snapshot, ok]),
      [
        [good.id, name === "mirror"],
        [bad.id, name === "mirror"]
      ]
    );
});
