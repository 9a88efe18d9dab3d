import {Catalog} from "../catalog.ts";
import type {Config} from "../config.ts";
import {lakeFolder} from "../folders.ts";
import {type ImportResult, importFile} from "../import.ts";
import type {ImportRequest} from "../import-mapping.ts";
import type {Say} from "../say.ts";
import {hashingKey, keyedHash} from "../secret.ts";

/** `weir import`: one file into the lake; a collector may run meanwhile. */
export async function importOnce({data}: Config, request: ImportRequest, {say}: {say: Say}): Promise<ImportResult> {
  const catalog = new Catalog(data);
  try {
    const context = {lake: lakeFolder(data), catalog, hash: keyedHash(hashingKey(data))};
    const result = await importFile(request, context);
    say(describeImport(result));
    return result;
  } finally {
    catalog.close();
  }
}

export function describeImport({file, dataset, rows, known, rejected, repeated}: ImportResult): string {
  if (repeated) return `${file}: imported before, nothing to do`;
  const parts = [`${rows.toLocaleString("en")} rows into ${dataset}`];
  if (known) parts.push(`${known.toLocaleString("en")} were there already`);
  if (rejected) parts.push(`${rejected.toLocaleString("en")} rejected (see dataset rejects)`);
  return `${file}: ${parts.join(", ")}`;
}
