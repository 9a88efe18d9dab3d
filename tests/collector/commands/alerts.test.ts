import assert from "node:assert/strict";
import {once} from "node:events";
import {rmSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {test} from "node:test";
import {parseConfig} from "../../../collector/config.ts";
import {Watch} from "../../../collector/watch.ts";
import {afterTest} from "../../support/after-test.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

test("weir alerts lists what is out and what is lacking; weir alerts ack reaches the watch", async (t) => {
  const folder = temporaryFolder(t);
  const input = {
    data: join(folder, "data"),
    series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
    sources: {
      plant: {kind: "serial", path: "meter", line: {fields: ["thing", "flow"]}},
      pumps: {kind: "serial", path: "pumps", line: {fields: ["thing", "flow"]}}
    }
  };
  const file = join(folder, "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify(input)};\n`);
  const weir = (...args: string[]) => runWeir(t, ["--config", file, "alerts", ...args]).exit;

  const before = await weir();
  assert.equal(before.code, 0);
  assert.match(before.stderr, /no alerts\n.*nobody has watched yet: weir up does/);

  const config = parseConfig(input, {root: folder, env: {}});
  const past = {seeds: async () => []};
  const watch = await Watch.open(config, {say: () => {}, past});
  afterTest(t, () => watch.stop());
  await watch.take({time: Date.now(), source: "plant", series: "001/flow", value: 500, quality: "good"});
  await watch.detect();
  const {id} = watch.alerts()[0]!;

  const listed = await weir();
  assert.match(listed.stdout, new RegExp(`${id} +001/flow +serious .*Impossible value 500 m³/h`));
  assert.match(listed.stderr, /001\/flow \(plant\) is judged without past, criteria, forecast/);
  assert.match(listed.stderr, /no sensor of pumps has reported/);

  assert.match((await weir("ack", id, "--by", "Ada")).stderr, /acknowledged by Ada: 001\/flow, serious/);
  await watch.detect();
  assert.equal(watch.alerts()[0]!.acknowledged?.by, "Ada");
  const {alerts, watch: status} = JSON.parse((await weir("--json")).stdout);
  assert.deepEqual([alerts[0].id, alerts[0].acknowledged.by, alerts[0].clearedAt], [id, "Ada", null]);
  assert.deepEqual([alerts[0].series, alerts[0].label], ["001/flow", "Flow"]);
  assert.deepEqual(status.silentSources, ["pumps"]);

  const unknown = await weir("ack", "nothing");
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /no such alert: nothing \(weir alerts lists them\)/);
});

test("weir alerts and healthz name the file of what a receiver refuses, until it is taken away", async (t) => {
  const folder = temporaryFolder(t);
  const server = createServer((_, response) => void response.writeHead(403).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(t, () => server.close());
  const {port} = server.address() as AddressInfo;
  const input = {
    data: join(folder, "data"),
    series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
    sources: {plant: {kind: "serial", path: "meter", line: {fields: ["thing", "flow"]}}},
    alerts: {outputs: {duty: {kind: "webhook", url: `http://127.0.0.1:${port}`, secret: {env: "HOOK_SECRET"}}}}
  };
  const file = join(folder, "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify(input)};\n`);
  const config = parseConfig(input, {root: folder, env: {}});
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const watch = await Watch.open(config, {say, past: {seeds: async () => []}, env: {HOOK_SECRET: "rosebud"}});
  afterTest(t, () => watch.stop());
  await watch.take({time: Date.now(), source: "plant", series: "001/flow", value: 500, quality: "good"});
  const problem = await waitFor(() => said.length && watch.problems()[0]);
  const letters = join(folder, "data", "watch", "refused", "duty.ndjson");
  const words = `1 refused: ${letters} (says why; mend that, then: weir alerts resend duty)`;
  assert.equal(problem, `alerts to duty: ${words}`);
  assert.match(
    said[0]!,
    /^alerts to duty: \w+\.1 is refused, and kept in .*: http:\/\/127\.0\.0\.1:\d+ answers 403 Forbidden$/
  );
  await watch.detect();
  const {stderr} = await runWeir(t, ["--config", file, "alerts"]).exit;
  assert.ok(stderr.includes(`output duty: ${words}`), stderr);
  rmSync(letters);
  await watch.detect();
  assert.deepEqual(watch.problems(), []);
});
