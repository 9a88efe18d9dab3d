import {z} from "zod";
import type {Reading} from "../../data/schema.ts";
import {type Batch, pause, type SourceContext, sourceKind} from "../source.ts";
import {interval} from "./shared/interval.ts";
import {pollStart} from "./shared/poll-start.ts";
import {type MachineUsage, sampleMachine} from "./shared/sample-machine.ts";

const options = z.strictObject({
  every: interval.default(10_000),
  /** A path on the file system whose usage is read. */
  disk: z.string().min(1).default("/")
});

const series: Record<keyof MachineUsage, string> = {
  cpu: "cpu/usage",
  memory: "memory/usage",
  sent: "network/sent",
  received: "network/received",
  disk: "disk/usage"
};

/** Rates need two samples; the first pair is taken this far apart. */
const firstSpan = 1000;

/** This machine: readings `cpu/usage`, `memory/usage`, `disk/usage` (%), `network/sent`, `network/received` (kbit/s). */
export const system = sourceKind({
  kind: "system",
  about: "this machine's CPU, memory, network and disk",
  options,
  example: `{kind: "system", every: "10s", disk: "/"}`,
  create: ({every, disk}) => ({
    async *read(context: SourceContext): AsyncIterable<Batch<"readings">> {
      const {id, signal, now} = context;
      await pollStart(context, every);
      let sample = await sampleMachine(null, {disk});
      await pause(Math.min(every, firstSpan), signal);
      while (!signal.aborted) {
        sample = await sampleMachine(sample, {disk});
        const records = readings(id, now(), sample.usage);
        yield {dataset: "readings", records, read: records.length, cursor: {time: now()}};
        await pause(every, signal);
      }
    }
  })
});

function readings(source: string, time: number, usage: MachineUsage): Reading[] {
  return (Object.keys(series) as (keyof MachineUsage)[]).flatMap((key) => {
    const value = usage[key];
    return value === null ? [] : [{time, source, series: series[key], value, quality: "good" as const}];
  });
}
