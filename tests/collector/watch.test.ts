import assert from "node:assert/strict";
import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Collector} from "../../collector/collector.ts";
import {parseConfig} from "../../collector/config.ts";
import type {LakePast} from "../../collector/watch/read-from-lake.ts";
import {Watch} from "../../collector/watch.ts";
import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import {afterTest} from "../support/after-test.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {noTerminalPair, terminalPair} from "../support/terminal-pair.ts";
import {waitFor} from "../support/wait-for.ts";
import {minute, noPast, reading, readOr, start, usual, watchBed} from "../support/watch-bed.ts";

test("watch.take() sends an impossible value at once, once, and all clear after a calm", async (t) => {
  const {watch, minutes, lines, stages, clock} = await watchBed(t);
  await minutes({"001/flow": usual(5)});
  await watch.take(reading("001/flow", clock.now, 500));
  await waitFor(() => lines().length === 1);
  assert.deepEqual(lines(), [{sensor_id: "001", time: "2026-11-02T01:55:00.000Z", outlier_stage: 4, value: 500}]);
  assert.deepEqual(Object.keys(lines()[0]!), ["sensor_id", "time", "outlier_stage", "value"]);
  clock.now += minute;
  await minutes({"001/flow": usual(12)});
  assert.equal(lines().length, 1);
  await minutes({"001/flow": usual(5)});
  assert.deepEqual(stages(), [4, 0]);
  assert.equal(watch.alerts()[0]!.clearedAt !== null, true);
});

test("watch.detect() tells of a sensor that has stopped, and of its growing worse", async (t) => {
  const {watch, minutes, lines} = await watchBed(t, {
    alerts: {outputs: {log: {kind: "file", path: "alerts.log"}}, raiseAt: 1}
  });
  await minutes({"001/flow": usual(10), "002/flow": usual(200)});
  const missing = lines().filter(({sensor_id}) => sensor_id === "001");
  assert.deepEqual(
    missing.map(({outlier_stage, value}) => [outlier_stage, value]),
    [
      [1, null],
      [2, null],
      [3, null]
    ]
  );
  assert.match(watch.alerts().find(({series}) => series === "001/flow")!.reason, /^Silent for .*due every 1 min\.$/);
});

test("Watch.open() neither forgets an alert that is out nor sends it again", async (t) => {
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder});
  await first.minutes({"001/flow": [...usual(5), 500, 9]});
  assert.equal(first.lines().length, 1);
  const {id} = first.watch.alerts()[0]!;
  await first.watch.stop();
  const second = await watchBed(t, {folder, at: first.clock.now});
  assert.deepEqual(
    second.watch.alerts().map((alert) => [alert.id, alert.clearedAt]),
    [[id, null]]
  );
  await second.minutes({"001/flow": [500, 500]});
  assert.equal(second.lines().length, 1);
  await second.minutes({"001/flow": usual(16)});
  assert.deepEqual(second.stages(), [4, 0]);
});

test("watch.detect() ends the alert of a source that was taken out, and goes on telling of one that is silent for good", async (t) => {
  const repeat = {outputs: {log: {kind: "file", path: "alerts.log"}}, repeat: "30m"};
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder, alerts: repeat});
  await first.minutes({"001/flow": usual(10), "002/flow": usual(20)});
  assert.deepEqual(first.stages(), [2]);
  await first.watch.stop();

  const silent = await watchBed(t, {folder, alerts: repeat, at: first.clock.now});
  await silent.minutes({"001/flow": Array(60).fill(null)});
  assert.deepEqual(silent.stages(), [2, 2, 2], "its source is still configured");
  await silent.watch.acknowledge(silent.watch.alerts()[0]!.id, "Ada");
  await silent.minutes({"001/flow": Array(60).fill(null)});
  assert.deepEqual(silent.stages(), [2, 2, 2]);
  await silent.watch.stop();

  const removed = await watchBed(t, {folder, alerts: repeat, at: silent.clock.now, source: "mill"});
  await removed.minutes({"001/flow": Array(4).fill(null)});
  assert.deepEqual(removed.stages(), [2, 2, 2]);
  await removed.minutes({"001/flow": Array(60).fill(null)});
  assert.deepEqual(removed.stages(), [2, 2, 2, 0]);
});

test("watch.detect() takes nothing for calm before it knows the past, to which the lake is brought up to date", async (t) => {
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder});
  await first.minutes({"001/flow": [...usual(5), 500]});
  await first.watch.stop();
  const asked: string[] = [];
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const past: LakePast = {
    async seeds() {
      asked.push("seeds");
      await answered;
      return [];
    }
  };
  const flush = async () => void asked.push("flush");
  const second = await watchBed(t, {folder, at: first.clock.now, past, flush});
  await second.minutes({"001/flow": usual(20)});
  assert.deepEqual(asked, ["flush", "seeds"]);
  assert.equal(second.watch.alerts()[0]!.clearedAt, null);
  answer();
  await second.watch.seed();
  await second.minutes({"001/flow": usual(6)});
  assert.notEqual(second.watch.alerts()[0]!.clearedAt, null);
  assert.deepEqual(second.stages(), [4, 0]);
});

test("Watch.open() hands over what a killed watch had kept and not handed over, once", async (t) => {
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder});
  await first.minutes({"001/flow": [...usual(5), 500]});
  const {id} = first.watch.alerts()[0]!;
  await first.watch.stop();
  const book = join(folder, "data", "alerts.ndjson");
  const lines = readOr(book).split("\n");
  assert.deepEqual(JSON.parse(lines.at(-2)!), {handed: `${id}.1`});
  writeFileSync(
    book,
    lines
      .slice(0, -2)
      .map((line) => `${line}\n`)
      .join("")
  );
  const again = await watchBed(t, {folder, at: first.clock.now});
  await again.minutes({"001/flow": [500]});
  assert.equal(again.lines().length, 1, "the outbox knows it");
  await again.watch.stop();
  writeFileSync(
    book,
    lines
      .slice(0, -2)
      .map((line) => `${line}\n`)
      .join("")
  );
  rmSync(join(folder, "data", "watch", "outbox", "log.ndjson"));
  const third = await watchBed(t, {folder, at: first.clock.now});
  await waitFor(() => third.lines().length === 2);
  assert.deepEqual(third.watch.alerts()[0]!.told.messages, 1);
});

test("watch.detect() makes one message of a storm, and tells nothing twice", async (t) => {
  const storm = {storm: {most: 3}};
  const {watch, lines, clock} = await watchBed(t, {
    alerts: {outputs: {log: {kind: "file", path: "alerts.log"}}, ...storm}
  });
  for (let i = 0; i < 8; i++) await watch.take(reading(`00${i}/flow`, clock.now, 500));
  await waitFor(() => lines().length === 3);
  clock.now += minute;
  await watch.detect();
  await waitFor(() => lines().length === 8);
  await waitFor(() => watch.status().outputs[0]!.delivered === 4);
  clock.now += minute;
  await watch.detect();
  assert.equal(watch.status().outputs[0]!.pending, 0);
  assert.equal(new Set(lines().map(({sensor_id}) => sensor_id)).size, 8);
});

test("watch.detect() tells after a silence what still goes on, and never what came and went in it", async (t) => {
  const silence = [
    {series: "001/*", from: "01:50", to: "02:00"},
    {series: "002/*", from: "2026-11-02 01:50", to: "2026-11-02 03:00"}
  ];
  const {minutes, lines, watch} = await watchBed(t, {
    alerts: {outputs: {log: {kind: "file", path: "alerts.log"}}, silence, clearAfter: "1m"}
  });
  await minutes({"001/flow": Array(9).fill(500), "002/flow": [500, ...usual(8)]});
  assert.deepEqual(lines(), []);
  await minutes({"001/flow": [500, 500], "002/flow": usual(11)});
  assert.deepEqual(
    lines().map(({sensor_id, outlier_stage}) => [sensor_id, outlier_stage]),
    [["001", 4]]
  );
  await minutes({"002/flow": usual(5)});
  assert.equal(watch.alerts().find(({series}) => series === "002/flow")!.clearedAt !== null, true);
  assert.ok(lines().every(({sensor_id}) => sensor_id === "001"));
});

test("watch.acknowledge() ends the repeats of an alert, and says why it cannot", async (t) => {
  const {watch, minutes, lines} = await watchBed(t, {
    alerts: {outputs: {log: {kind: "file", path: "alerts.log"}}, repeat: "5m"}
  });
  await minutes({"001/flow": Array(12).fill(500)});
  assert.equal(lines().length, 3);
  const {id} = watch.alerts()[0]!;
  assert.equal((await watch.acknowledge(id, "Ada")).acknowledged?.by, "Ada");
  await minutes({"001/flow": Array(12).fill(500)});
  assert.equal(lines().length, 3);
  await assert.rejects(watch.acknowledge("nothing", "Ada"), {
    message: "no such alert: nothing (weir alerts lists them)"
  });
  await minutes({"001/flow": usual(20)});
  await assert.rejects(watch.acknowledge(id, "Ada"), {message: `alert is over: ${id} (nothing to acknowledge)`});
});

test("watch.detect() goes on telling of an alert after the clock was years ahead", async (t) => {
  const {minutes, lines, clock} = await watchBed(t, {
    alerts: {outputs: {log: {kind: "file", path: "alerts.log"}}, repeat: "5m"}
  });
  const ahead = 20 * 365 * 24 * 60 * minute;
  await minutes({"001/flow": [500, 500]});
  clock.now += ahead;
  await minutes({"001/flow": [500]});
  clock.now -= ahead;
  assert.equal(lines().length, 2);
  await minutes({"001/flow": Array(12).fill(500)});
  assert.equal(lines().length, 5);
});

test("watch.detect() says what it lacks and goes on: no past, a sensor that never spoke", async (t) => {
  const fail = async () => {
    throw new Error("the lake is gone");
  };
  const {watch, said, minutes, lines, clock} = await watchBed(t, {past: {seeds: fail}});
  await minutes({"001/flow": usual(3)});
  await watch.seed();
  assert.deepEqual(said, ["alerts: the past cannot be read: the lake is gone; readings are judged without it"]);
  assert.deepEqual(watch.status().series, [
    {source: "plant", series: "001/flow", latest: clock.now - minute, lacks: ["past", "criteria", "forecast"]}
  ]);
  await watch.take(reading("001/flow", clock.now, -5));
  await waitFor(() => lines().length === 1);
});

test("watch.take() leaves out readings dated more than a day ahead, says so once, and hears the silence after them", async (t) => {
  const {watch, minutes, lines, said, clock} = await watchBed(t);
  await minutes({"001/flow": usual(5)});
  const latest = clock.now - minute;
  for (const time of [Date.UTC(2099, 0), Date.UTC(2030, 0)]) await watch.take(reading("001/flow", time, 500));
  assert.equal(watch.status().series[0]!.latest, latest);
  assert.deepEqual(said, [
    "alerts: 001/flow is dated ahead, 2099-01-01T00:00Z: such readings are kept and not judged (check its clock)"
  ]);
  await minutes({"001/flow": new Array(20).fill(null)});
  assert.deepEqual(new Set(lines().map(({value}) => value)), new Set([null]));
  assert.match(watch.alerts()[0]!.reason, /^Silent for /);
  await watch.take(reading("001/flow", clock.now + 23 * 60 * minute, 500));
  await waitFor(() => lines().some(({value}) => value === 500));
});

test("watch.detect() asks for the past at first, then every hour while it is too short, else once a day", async (t) => {
  const asked: number[] = [];
  const {watch, clock} = await watchBed(t, {
    past: {
      seeds: async () => {
        asked.push((clock.now - start) / minute);
        return [];
      }
    }
  });
  const pass = async (minutes: number) => {
    for (let i = 0; i < minutes; i += 10) {
      clock.now += 10 * minute;
      await watch.detect();
    }
  };
  await pass(120);
  assert.deepEqual(asked, [10], "no series lacks anything");
  await watch.take(reading("001/flow", clock.now, 8));
  await pass(120);
  assert.deepEqual(asked, [10, 130, 190]);
});

test("watch.detect() raises an alert for a port that has never told of any sensor, until one speaks", async (t) => {
  const folder = temporaryFolder(t);
  const meter = new PseudoTerminal(join(folder, "meter"));
  afterTest(t, () => meter.close());
  const line = {fields: ["thing", "flow"]};
  const sources = {plant: {kind: "serial", path: join(folder, "meter"), line, silenceAfter: "200ms"}};
  const alerts = {clearAfter: "0s"};
  const config = parseConfig({data: join(folder, "data"), sources, alerts}, {root: folder, env: {}});
  const collector = await Collector.open(config, {say: () => {}});
  afterTest(t, () => collector.stop());
  const watch = await Watch.open(config, {say: () => {}, past: noPast});
  afterTest(t, () => watch.stop());
  watch.listen(collector);
  collector.start();
  const out = async () => {
    await watch.detect();
    return watch.alerts()[0];
  };
  const raised = await waitFor(out);
  assert.deepEqual([raised.series, raised.stage, raised.value], ["plant", 3, null]);
  assert.match(raised.reason, /^No sensor of plant has reported since /);
  meter.write(Buffer.from("\n001 8\n"));
  await waitFor(async () => (await out())?.clearedAt);
});

test("a reading from a serial line goes out on another one, and what an unplugged line misses follows", {
  skip: noTerminalPair
}, async (t) => {
  const folder = temporaryFolder(t);
  const meter = new PseudoTerminal(join(folder, "meter"));
  afterTest(t, () => meter.close());
  const out = join(folder, "out");
  let line = await terminalPair(t, out);
  const config = parseConfig(
    {
      data: join(folder, "data"),
      series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
      sources: {plant: {kind: "serial", path: join(folder, "meter"), line: {fields: ["thing", "flow"]}}},
      alerts: {outputs: {panel: {kind: "serial", path: out}}}
    },
    {root: folder, env: {}}
  );
  const collector = await Collector.open(config, {say: () => {}});
  afterTest(t, () => collector.stop());
  const watch = await Watch.open(config, {say: () => {}, past: noPast});
  afterTest(t, () => watch.stop());
  watch.listen(collector);
  collector.start();
  await waitFor(() => meter.connected);
  meter.write(Buffer.from("\n001 8\n001 500\n"));
  const sent = await waitFor(() => line.received.endsWith("\n") && line.received);
  const {time, ...rest} = JSON.parse(sent);
  assert.deepEqual(rest, {sensor_id: "001", outlier_stage: 4, value: 500});
  assert.equal(new Date(time).toISOString(), time);
  await line.unplug();
  meter.write(Buffer.from("002 -7\n"));
  await waitFor(() => watch.problems().length > 0);
  assert.match(watch.problems()[0]!, /^alerts to panel: cannot (open|write to) serial port: .*\(1 waiting\)$/);
  line = await terminalPair(t, out);
  await waitFor(() => line.received.includes('"sensor_id":"002"') && line.received.endsWith("\n"));
  await waitFor(() => watch.problems().length === 0);
});
