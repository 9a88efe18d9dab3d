import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {parseConfig} from "../../../collector/config.ts";
import {Watch} from "../../../collector/watch.ts";
import {afterTest} from "../../support/after-test.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

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
  assert.deepEqual(status.silentSources, ["pumps"]);

  const unknown = await weir("ack", "nothing");
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /no such alert: nothing \(weir alerts lists them\)/);
});
