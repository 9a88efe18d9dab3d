import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {datasets} from "../../data/schema.ts";
import {readSpool} from "../spool.ts";
import {locateRecord} from "../spool-record.ts";
import {hashed} from "./hashed.ts";

/**
 * What is wrong with the batches that wait in the spool. They are read before the watermark is asked for: what a writer
 * lets go meanwhile is below it.
 */
export async function spoolProblems(
  folder: string,
  watermark: () => number,
  {schema = datasets} = {}
): Promise<string[]> {
  const batches: {seq: number; source: string; clear: string[]}[] = [];
  for await (const {seq, source, dataset, records} of readSpool(folder)) {
    const secret = schema[dataset].columns.filter((column) => column.private);
    const isClear = (value: unknown) => typeof value === "string" && !hashed.test(value);
    const values = secret.length ? ([...records] as object[] as Record<string, unknown>[]) : [];
    const clear = secret.filter(({name}) => values.some((record) => isClear(record[name])));
    batches.push({seq, source, clear: clear.map(({name}) => name)});
  }
  const hidden = await behindDamage(folder);
  const problems: string[] = [];
  let last = watermark();
  for (const {seq, source, clear} of batches.filter(({seq}) => seq > last)) {
    if (seq !== last + 1) problems.push(`gap in the spool: batch ${seq} of ${source} follows ${last}`);
    for (const name of clear) problems.push(`private values in the clear: batch ${seq} of ${source}: ${name}`);
    last = seq;
  }
  if (hidden && hidden.seq > last)
    problems.push(`damaged spool: ${hidden.name}: batch ${hidden.seq} stands behind bytes that cannot be read`);
  return problems;
}

/**
 * A whole batch of the newest segment that readers do not get to. In older segments such damage shows as a gap, or the
 * next segment took over because the bytes were never accepted.
 */
async function behindDamage(folder: string): Promise<{name: string; seq: number} | null> {
  const names = await readdir(folder).catch(() => []);
  const name = names
    .filter((name) => name.endsWith(".seg"))
    .sort()
    .at(-1);
  const bytes = name && (await readFile(join(folder, name)).catch(() => null));
  if (!bytes) return null;
  let offset = 0;
  for (let record = locateRecord(bytes, 0); record; record = locateRecord(bytes, offset)) offset = record.end;
  for (offset += 1; offset < bytes.length; offset += 1) {
    const record = locateRecord(bytes, offset);
    if (record) return {name, seq: record.seq};
  }
  return null;
}
