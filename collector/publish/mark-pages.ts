import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {type HashedFile, hashFile} from "./hash-files.ts";

const head = /<head(?:\s[^>]*)?>/i;

/**
 * Writes into every page of which snapshot it is, so that what it asks for later comes from there, whatever is current by
 * then. Returns the files as they are now; a page without a head stays as it was.
 */
export async function markPages(site: string, files: readonly HashedFile[], id: string): Promise<HashedFile[]> {
  const marked: HashedFile[] = [];
  for (const file of files) marked.push((await markPage(site, file.path, id)) ?? file);
  return marked;
}

async function markPage(site: string, path: string, id: string): Promise<HashedFile | undefined> {
  if (!path.endsWith(".html")) return undefined;
  const html = await readFile(join(site, path), "utf8");
  if (!head.test(html)) return undefined;
  await writeFile(
    join(site, path),
    html.replace(head, (tag) => `${tag}\n<meta name="weir-snapshot" content="${id}">`)
  );
  return {path, ...(await hashFile(join(site, path)))};
}
