import {runCollector} from "../../collector/commands/collect.ts";
import {readConfig} from "../../collector/config.ts";
import {Spool} from "../../collector/spool.ts";

/** `weir collect` with a stopwatch: sends how long each batch took to be accepted, ms, when it is asked to stop. */
export interface Accepts {
  milliseconds: number[];
}

const milliseconds: number[] = [];
const {append} = Spool.prototype;
Spool.prototype.append = async function (record) {
  const started = performance.now();
  const seq = await append.call(this, record);
  milliseconds.push(performance.now() - started);
  return seq;
};

await runCollector(await readConfig(process.argv[2]!), {say: () => {}});
process.send!({milliseconds} satisfies Accepts);
process.disconnect();
