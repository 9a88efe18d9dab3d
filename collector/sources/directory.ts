import {opendir} from "node:fs/promises";
import {resolve} from "node:path";
import {z} from "zod";
import type {Reading} from "../../data/schema.ts";
import {type Batch, pause, type SourceContext, sourceKind} from "../source.ts";
import {fileProblem} from "./shared/file-problem.ts";
import {interval} from "./shared/interval.ts";
import {pollStart} from "./shared/poll-start.ts";

const name = z.string().regex(/^[^/\s]+$/, "write a name without spaces and slashes");

const options = z.strictObject({
  every: interval.default(60_000),
  /** Name of the series to the path of the folder. */
  folders: z
    .record(name, z.string().min(1))
    .refine((folders) => Object.keys(folders).length > 0, "write at least one name: path")
});

/** Folders: readings `<name>/count`, the number of subfolders (hidden ones too, links not followed). */
export const directory = sourceKind({
  kind: "directory",
  about: "how many subfolders some folders have",
  options,
  example: `{kind: "directory", every: "1m", folders: {resources: "/srv/resources"}}`,
  create: ({every, folders}, root) => ({
    async *read(context: SourceContext): AsyncIterable<Batch<"readings">> {
      const {id, signal, now} = context;
      await pollStart(context, every);
      while (!signal.aborted) {
        const time = now();
        const {counts, problems} = await countAll(folders, root);
        const records = counts.map(([folder, value]) => reading(id, time, folder, value));
        if (records.length) yield {dataset: "readings", records, read: records.length, cursor: {time}};
        if (problems.length) throw new Error(`cannot count folders: ${problems.join(", ")}`);
        await pause(every, signal);
      }
    }
  })
});

const reading = (source: string, time: number, folder: string, value: number): Reading => ({
  time,
  source,
  series: `${folder}/count`,
  value,
  quality: "good"
});

async function countAll(folders: Record<string, string>, root: string) {
  const counts: [string, number][] = [];
  const problems: string[] = [];
  for (const [folder, path] of Object.entries(folders)) {
    try {
      counts.push([folder, await countSubfolders(resolve(root, path))]);
    } catch (error) {
      problems.push(`${folder} at ${resolve(root, path)} (${fileProblem(error)})`);
    }
  }
  return {counts, problems};
}

async function countSubfolders(path: string): Promise<number> {
  let count = 0;
  for await (const entry of await opendir(path)) if (entry.isDirectory()) count++;
  return count;
}
