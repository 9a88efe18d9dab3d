import {existsSync} from "node:fs";
import {readdir, readFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {placeFile} from "./place-file.ts";

const indexName = /(^|\/)tables\/index\.[0-9a-f]{8}\.json$/;

/**
 * Puts the Parquet files that a built site's index of tables names beside that index. A site whose pages ask for no tables
 * has no index, and one whose loader failed an empty one. Throws when a file is not there.
 */
export async function placeTables(site: string, data: string): Promise<void> {
  const files = join(site, "_file");
  const names = existsSync(files) ? await readdir(files, {recursive: true}) : [];
  for (const name of names.filter((name) => indexName.test(name))) {
    const index = JSON.parse(await readFile(join(files, name), "utf8")) as {tables?: {files: {url: string}[]}[]};
    for (const {url} of (index.tables ?? []).flatMap((table) => table.files))
      await placeFile(join(data, "tables", url), join(files, dirname(name), url), "published table");
  }
}
