import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {dirname, join} from "node:path";
import {asyncBufferFromFile, parquetMetadataAsync} from "hyparquet";
import {placeFile} from "./place-file.ts";

const cubeName = /\.[0-9a-f]{8}\.parquet$/;

/**
 * Puts the monthly files that a built site's cubes name beside them. A loader that failed leaves an empty file. Throws when
 * a file is not there.
 */
export async function placeCubes(site: string, data: string): Promise<void> {
  const files = join(site, "_file");
  const names = existsSync(files) ? await readdir(files, {recursive: true}) : [];
  for (const name of names.filter((name) => cubeName.test(name)))
    for (const url of await partsOf(join(files, name)))
      await placeFile(join(data, "cubes", url), join(files, dirname(name), url), "part of a cube");
}

/** Names of the parts of a cube, none for any other file. */
async function partsOf(path: string): Promise<string[]> {
  const file = await asyncBufferFromFile(path);
  if (file.byteLength === 0) return [];
  const {key_value_metadata: notes = []} = await parquetMetadataAsync(file);
  const note = notes.find(({key}) => key === "cube")?.value;
  const {parts = []} = JSON.parse(note ?? "{}") as {parts?: {url: string}[]};
  return parts.map(({url}) => url);
}
