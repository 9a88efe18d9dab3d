import assert from "node:assert/strict";
import {mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Collector} from "../../collector/collector.ts";
import {parseConfig} from "../../collector/config.ts";
import type {LakePast} from "../../collector/watch/read-from-lake.ts";
import {Watch} from "../../collector/watch.ts";
import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import type {Reading} from "../../data/schema.ts";
import {encodeHourlyForecasts, hourlyForecastsFile} from "../../loaders/water/hourly-forecasts.ts";
import {afterTest} from "../support/after-test.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {noTerminalPair, terminalPair} from "../support/terminal-pair.ts";
import {waitFor} from "../support/wait-for.ts";

const minute = 60_000;
const start = Date.UTC(2026, 10, 2, 1, 50);
const noPast: LakePast = {seeds: async () => []};

interface Bed {
  watch: Watch;
  said: string[];
  clock: {now: number};
  /** Passes minutes with a reading of each series in them: a number, or null where there is none. */
  minutes(values: Record<string, (number | null)[]>): Promise<void>;
  lines(): {sensor_id: string; time: string; outlier_stage: number; value: number | null}[];
}

/** A watch on a plant whose flow is at most 100, with a file for alerts and one for reports. */
async function bed(
  t: TestContext,
  {alerts = {}, folder = temporaryFolder(t), past = noPast, flush = async () => {}, at = start, zone = "UTC"} = {}
): Promise<Bed> {
  const source = {kind: "serial", path: "nowhere", line: {fields: ["thing", "flow", "pressure"]}};
  const input = {
    data: join(folder, "data"),
    timeZone: zone,
    series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
    sources: {plant: source},
    alerts: {
      outputs: {
        log: {kind: "file", path: "alerts.log", send: ["alerts"]},
        reports: {kind: "file", path: "reports.log", send: ["reports"]},
        nights: {kind: "file", path: "nights.log", send: ["nightFlow"]}
      },
      ...alerts
    }
  };
  const config = parseConfig(input, {root: folder, env: {}});
  const clock = {now: at};
  const said: string[] = [];
  const watch = await Watch.open(config, {say: (line) => said.push(line), now: () => clock.now, past, flush});
  afterTest(t, () => watch.stop());
  return {
    watch,
    said,
    clock,
    async minutes(values) {
      const length = Math.max(...Object.values(values).map((own) => own.length));
      for (let i = 0; i < length; i++) {
        for (const [series, own] of Object.entries(values)) {
          const value = own[i];
          if (value !== null && value !== undefined) await watch.take(reading(series, clock.now, value));
        }
        clock.now += minute;
        await watch.detect();
      }
      await waitFor(() => watch.status().outputs.every(({pending}) => pending === 0));
    },
    lines: () => {
      const text = readOr(join(folder, "alerts.log"));
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    }
  };
}

const reading = (series: string, time: number, value: number): Reading => ({
  time,
  source: "plant",
  series,
  value,
  quality: "good"
});

/** What the job `forecast` leaves, for one series. */
function keepForecast(folder: string, {madeAt, start, mean}: {madeAt: number; start: number; mean: number[]}): void {
  const band = Float64Array.from(mean);
  const forecast = {model: "m", start, step: 60 * minute, mean: band, lo50: band, hi50: band, lo90: band, hi90: band};
  const forecasts = [{source: "plant", series: "001/flow", key: null, forecast: {...forecast, backtests: []}}];
  mkdirSync(join(folder, "data"), {recursive: true});
  writeFileSync(hourlyForecastsFile(join(folder, "data")), encodeHourlyForecasts({madeAt, forecasts}));
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const usual = (length: number): number[] => Array.from({length}, (_, i) => 8 + (i % 3));

test("watch.take() sends an impossible value at once, once, and all clear after a calm", async (t) => {
  const {watch, minutes, lines, clock} = await bed(t);
  await minutes({"001/flow": usual(5)});
  await watch.take(reading("001/flow", clock.now, 500));
  await waitFor(() => lines().length === 1);
  assert.deepEqual(lines(), [{sensor_id: "001", time: "2026-11-02T01:55:00.000Z", outlier_stage: 4, value: 500}]);
  assert.deepEqual(Object.keys(lines()[0]!), ["sensor_id", "time", "outlier_stage", "value"]);
  clock.now += minute;
  await minutes({"001/flow": usual(12)});
  assert.equal(lines().length, 1);
  await minutes({"001/flow": usual(5)});
  assert.deepEqual(
    lines().map(({outlier_stage}) => outlier_stage),
    [4, 0]
  );
  assert.equal(watch.alerts()[0]!.clearedAt !== null, true);
});

test("watch.detect() tells of a sensor that has stopped, and of its growing worse", async (t) => {
  const {watch, minutes, lines} = await bed(t, {
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
  const first = await bed(t, {folder});
  await first.minutes({"001/flow": [...usual(5), 500, 9]});
  assert.equal(first.lines().length, 1);
  const {id} = first.watch.alerts()[0]!;
  await first.watch.stop();
  const second = await bed(t, {folder, at: first.clock.now});
  assert.deepEqual(
    second.watch.alerts().map((alert) => [alert.id, alert.clearedAt]),
    [[id, null]]
  );
  await second.minutes({"001/flow": [500, 500]});
  assert.equal(second.lines().length, 1);
  await second.minutes({"001/flow": usual(16)});
  assert.deepEqual(
    second.lines().map(({outlier_stage}) => outlier_stage),
    [4, 0]
  );
});

test("watch.detect() takes nothing for calm before it knows the past, to which the lake is brought up to date", async (t) => {
  const folder = temporaryFolder(t);
  const first = await bed(t, {folder});
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
  const second = await bed(t, {folder, at: first.clock.now, past, flush});
  await second.minutes({"001/flow": usual(20)});
  assert.deepEqual(asked, ["flush", "seeds"]);
  assert.equal(second.watch.alerts()[0]!.clearedAt, null);
  answer();
  await second.watch.seed();
  await second.minutes({"001/flow": usual(6)});
  assert.notEqual(second.watch.alerts()[0]!.clearedAt, null);
  assert.deepEqual(
    second.lines().map(({outlier_stage}) => outlier_stage),
    [4, 0]
  );
});

test("Watch.open() hands over what a killed watch had kept and not handed over, once", async (t) => {
  const folder = temporaryFolder(t);
  const first = await bed(t, {folder});
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
  const again = await bed(t, {folder, at: first.clock.now});
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
  const third = await bed(t, {folder, at: first.clock.now});
  await waitFor(() => third.lines().length === 2);
  assert.deepEqual(third.watch.alerts()[0]!.told.messages, 1);
});

test("watch.detect() makes one message of a storm, and tells nothing twice", async (t) => {
  const storm = {storm: {most: 3}};
  const {watch, lines, clock} = await bed(t, {alerts: {outputs: {log: {kind: "file", path: "alerts.log"}}, ...storm}});
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
  const {minutes, lines, watch} = await bed(t, {
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
  const {watch, minutes, lines} = await bed(t, {
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

test("watch.report() tells of ten minutes, gaps and stages included, with forecasts on the hour only", async (t) => {
  const folder = temporaryFolder(t);
  const mean = Array.from({length: 168}, (_, i) => i + 0.5);
  const {watch, minutes, said, clock} = await bed(t, {folder, zone: "Europe/Rome"});
  keepForecast(folder, {madeAt: start - 40 * minute, start: start + 10 * minute, mean});
  await minutes({"001/flow": [8.02, 8.1, null, 500, 8, 8, 8, 8, 8, 8.25], "001/pressure": [4.11]});
  const onTheHour = await watch.report();
  assert.deepEqual(onTheHour.split("\n"), [
    "report  261102  0300  1  261102  0210",
    "001  261102  0250  8.02  4.11  0  0",
    "001  261102  0251  8.10  -  0  0",
    "001  261102  0252  -  -  0  0",
    "001  261102  0253  500.00  -  4  0",
    ...[4, 5, 6, 7, 8].map((m) => `001  261102  025${m}  8.00  -  0  0`),
    "001  261102  0259  8.25  -  0  0",
    ...Array.from({length: 7}, (_, day) => `001  26110${2 + day}  26110${2 + day}  03  ${24 * day}.50  -`),
    "end",
    ""
  ]);
  await minutes({"001/flow": usual(10)});
  const later = await watch.report();
  assert.equal(later.split("\n")[0], "report  261102  0310  1  0  0");
  assert.equal(later.split("\n")[11], "001  261102  261102  03  0.00  0.00");
  await waitFor(() => readOr(join(folder, "reports.log")) === onTheHour + later);
  assert.equal(await watch.report(), later);
  await waitFor(() => watch.status().outputs.every(({pending}) => pending === 0));
  assert.equal(readOr(join(folder, "reports.log")), onTheHour + later, "the same report goes out once");
  assert.deepEqual(said, []);
  assert.equal(watch.status().forecasts.old, false);
  clock.now = start + 130 * minute;
  assert.match(await watch.report(), /^report {2}261102 {2}0500 {2}1 {2}261102 {2}0210\n/);
  await watch.report();
  assert.deepEqual(
    said,
    ["alerts: the report's forecasts are old: of 2026-11-02T01:10Z"],
    "two runs are missed; said once"
  );
  assert.deepEqual(watch.status().forecasts, {madeAt: start - 40 * minute, old: true});
});

test("watch.report() goes out without forecasts where none were made", async (t) => {
  const {watch, minutes} = await bed(t);
  await minutes({"001/flow": usual(10)});
  const lines = (await watch.report()).split("\n");
  assert.deepEqual([lines[0], lines[11]], ["report  261102  0200  1  -  -", "001  261102  261102  02  -  -"]);
});

test("watch.nightFlow() tells the ten minutes, the lowest hour and the reference of each flow, at night only", async (t) => {
  const folder = temporaryFolder(t);
  const night = [...Array(60).fill(8), ...Array(60).fill(6), ...Array(70).fill(7)];
  const {watch, minutes, clock} = await bed(t, {folder, at: Date.UTC(2026, 10, 1, 21, 0), zone: "Europe/Rome"});
  assert.equal(await watch.nightFlow(), null, "nobody has reported");
  await minutes({"001/flow": night, "001/pressure": Array(190).fill(4)});
  assert.equal(await watch.nightFlow(), "night  261102  0110  1\n001  261102  0100  7.00  6.00  -  0\nend\n");
  clock.now += 10 * minute;
  assert.equal((await watch.nightFlow())?.split("\n")[1], "001  261102  0110  -  6.00  -  0", "silent since");
  clock.now = Date.UTC(2026, 10, 2, 4, 0);
  assert.match((await watch.nightFlow())!, /^night {2}261102 {2}0500 /);
  clock.now += 10 * minute;
  assert.equal(await watch.nightFlow(), null, "it is day");
  await waitFor(() => readOr(join(folder, "nights.log")).split("end\n").length === 4);
});

test("watch.detect() says what it lacks and goes on: no past, a sensor that never spoke", async (t) => {
  const fail = async () => {
    throw new Error("the lake is gone");
  };
  const {watch, said, minutes, lines, clock} = await bed(t, {past: {seeds: fail}});
  await minutes({"001/flow": usual(3)});
  await watch.seed();
  assert.deepEqual(said, ["alerts: the past cannot be read: the lake is gone; readings are judged without it"]);
  assert.deepEqual(watch.status().series, [
    {source: "plant", series: "001/flow", latest: clock.now - minute, lacks: ["past", "criteria", "forecast"]}
  ]);
  await watch.take(reading("001/flow", clock.now, -5));
  await waitFor(() => lines().length === 1);
});

test("watch.detect() asks for the past at first, then every hour while it is too short, else once a day", async (t) => {
  const asked: number[] = [];
  const {watch, clock} = await bed(t, {
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
