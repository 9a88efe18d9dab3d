import {join} from "node:path";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {root} from "../support/root.ts";
import {mysql, postgres, sqlite} from "./inputs/databases.ts";
import type {Input} from "./inputs/input.ts";
import {log} from "./inputs/log.ts";
import {folders, machine} from "./inputs/machine.ts";
import {api, broker, line} from "./inputs/network.ts";
import {table} from "./inputs/table.ts";

/** Inputs of every kind that never rest. */
export interface Plant {
  /** Text of a configuration that collects from them. */
  config: string;
  inputs: Input[];
  /** Told whether a collector listens: without one, inputs get ahead of it only so far, however long its start takes. */
  listened(listens: boolean): void;
  /** Puts out no more; resolves when all that was put out is there to be read. */
  rest(): Promise<void>;
}

const everyMs = 20;
/** How often inputs put out more while no collector listens. */
const mostAhead = 150;

/** Starts one input of each kind; they go on while their collector is killed. */
export async function startPlant(t: AfterTest, folder: string): Promise<Plant> {
  const inputs: Input[] = [
    machine(),
    folders(folder),
    log(folder),
    table(folder),
    sqlite(t, folder),
    await postgres(t),
    await mysql(t),
    await api(t),
    await broker(t),
    line(t, folder)
  ];
  let [listens, ahead] = [false, 0];
  const work = setInterval(() => {
    if (listens || ahead++ < mostAhead) for (const input of inputs) input.put();
  }, everyMs);
  const stop = () => clearInterval(work);
  afterTest(t, stop);
  const sources = Object.fromEntries(inputs.map(({id, source}) => [id, source]));
  const options = {data: join(folder, "data"), lake: {every: "300ms", compactEvery: "1s"}, sources};
  const config = `import {defineConfig} from ${JSON.stringify(join(root, "collector/config.ts"))};
export default defineConfig(${JSON.stringify(options)} as never);\n`;
  return {
    config,
    inputs,
    listened(now) {
      listens = now;
      ahead = 0;
    },
    async rest() {
      stop();
      await Promise.all(inputs.map((input) => input.settled?.()));
    }
  };
}
