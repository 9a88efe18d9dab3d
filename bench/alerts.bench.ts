import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {Collector} from "../collector/collector.ts";
import {parseConfig} from "../collector/config.ts";
import {Watch} from "../collector/watch.ts";
import {PseudoTerminal} from "../data/demo/live/pseudo-terminal.ts";
import {quantile} from "../loaders/math/quantile.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {terminalPair} from "../tests/support/terminal-pair.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench} from "./bench.ts";

const count = 600;
/** Usual readings that a second meter reports meanwhile, a second. */
const rate = 200;
/** Time between two readings that raise an alert, ms. */
const pace = 50;

/** Readings that cannot be, on a serial line, until their alerts have left by another one. */
export const bench: Bench = {
  name: "alerts",
  about: `${count} alerts from serial line to serial line, with ${rate} other readings/s into the spool`,
  async run({scope, say}) {
    const folder = temporaryFolder(scope, {prefix: "weir-bench-"});
    const [meter, busy] = ["meter", "busy"].map((name) => new PseudoTerminal(join(folder, name))) as [
      PseudoTerminal,
      PseudoTerminal
    ];
    afterTest(scope, () => {
      meter.close();
      busy.close();
    });
    const panel = await terminalPair(scope, join(folder, "panel"));
    const line = {fields: ["thing", "flow"]};
    const config = parseConfig(
      {
        data: join(folder, "data"),
        series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
        sources: {
          plant: {kind: "serial", path: join(folder, "meter"), line},
          busy: {kind: "serial", path: join(folder, "busy"), line}
        },
        alerts: {storm: {most: 2 * count}, outputs: {panel: {kind: "serial", path: join(folder, "panel")}}}
      },
      {root: folder, env: {}}
    );
    const collector = await Collector.open(config, {say: () => {}});
    afterTest(scope, () => collector.stop());
    const watch = await Watch.open(config, {say, past: {seeds: async () => []}});
    afterTest(scope, () => watch.stop());
    watch.listen(collector);
    collector.start();
    await waitFor(() => meter.connected && busy.connected);

    const saidAt = new Map<string, number>();
    const took = new Map<string, number>();
    let rest = "";
    panel.onData = (text) => {
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop()!;
      for (const one of lines.filter(Boolean)) {
        const {sensor_id} = JSON.parse(one) as {sensor_id: string};
        const said = saidAt.get(sensor_id); // the busy meter may raise some of its own
        if (said !== undefined) took.set(sensor_id, performance.now() - said);
      }
    };
    let n = 0;
    const talking = setInterval(() => {
      for (let i = 0; i < rate / 20; i++) busy.write(Buffer.from(`b${n % 10} ${40 + (n++ % 7)}\n`));
    }, 50);
    afterTest(scope, () => clearInterval(talking));
    say(`raising ${count} alerts`);
    meter.write(Buffer.from("\n"));
    for (let i = 0; i < count; i++) {
      saidAt.set(`s${i}`, performance.now());
      meter.write(Buffer.from(`s${i} 500\n`));
      await sleep(pace);
    }
    await waitFor(() => took.size === count, {message: () => `${count} alerts, ${took.size} came`});
    const times = [...took.values()];
    return [
      {what: "alerts sent", value: took.size, unit: "alerts", bar: {atLeast: 500}},
      {what: "other readings meanwhile", value: n, unit: "readings"},
      {what: "reading to serial alert, p50", value: quantile(times, 0.5), unit: "ms"},
      {what: "reading to serial alert, p99", value: quantile(times, 0.99), unit: "ms", bar: {atMost: 2000}}
    ];
  }
};
