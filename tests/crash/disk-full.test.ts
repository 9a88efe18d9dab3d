import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {lakeStatus} from "../../collector/lake-status.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const unshare = ["unshare", "--user", "--map-root-user", "--mount"];
const allowed = spawnSync(unshare[0]!, [...unshare.slice(1), "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
const skip = allowed
  ? false
  : "this machine does not allow a mount namespace (unshare --user --mount), so no small disk can be made";

test("weir collect on a full disk stops accepting, says so, and goes on without loss when there is room", {
  skip
}, async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, "data");
  const out = join(folder, "out");
  mkdirSync(data);
  mkdirSync(out);
  const log = join(folder, "access.log");
  const lines = 4000;
  const line = (n: number) =>
    `10.0.0.1 - - [21/Nov/2026:00:00:00 +0000] "GET /line/${n}/${"x".repeat(400)} HTTP/1.1" 200 5 "-" "-"\n`;
  writeFileSync(log, Array.from({length: lines}, (_, i) => line(i + 1)).join(""));
  const config = {data, lake: {every: "300ms"}, sources: {log: {kind: "logfile", path: log, every: "100ms"}}};
  writeFileSync(join(folder, "weir.config.mts"), `export default ${JSON.stringify(config)};\n`);
  // A disk of 3 MiB of which ballast leaves 0.6 MiB; the ballast goes once the collector has said that it cannot accept.
  const script = `
    set -e
    mount -t tmpfs -o size=3m none ${data}
    head -c 2500000 /dev/zero > ${data}/ballast
    node ${root}/collector/weir.js --config ${folder}/weir.config.mts collect 2> ${out}/stderr &
    pid=$!
    for i in $(seq 300); do grep -qE "no space left|ENOSPC" ${out}/stderr && break; sleep 0.1; done
    rm ${data}/ballast
    for i in $(seq 300); do
      node ${root}/collector/weir.js --config ${folder}/weir.config.mts lake status --json > ${out}/status 2> /dev/null || true
      grep -q '"rows": ${lines}' ${out}/status && break; sleep 0.1
    done
    kill -TERM $pid; wait $pid; cp -r ${data} ${out}/data; cat ${out}/stderr >&2`;
  const {status, stderr} = spawnSync(unshare[0]!, [...unshare.slice(1), "bash", "-c", script], {
    encoding: "utf8",
    timeout: 120_000
  });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /ENOSPC|no space left/i);
  const subjects = (await lakeRows(join(out, "data"), "events")).map((row) => String(row.subject).split("/")[2]);
  assert.deepEqual(
    subjects.map(Number).sort((a, b) => a - b),
    Array.from({length: lines}, (_, i) => i + 1)
  );
  assert.equal((await lakeStatus(join(out, "data"))).balanced, true);
});
