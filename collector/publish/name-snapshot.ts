import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Snapshot} from "../snapshots.ts";
import {type HashedFile, hashFile} from "./hash-files.ts";

/** Writes into a site which snapshot it is, for its pages: what they let people download says so. */
export async function nameSnapshot(
  site: string,
  {id, builtAt, observedThrough}: Pick<Snapshot, "id" | "builtAt" | "observedThrough">
): Promise<HashedFile> {
  const path = "snapshot.json";
  await writeFile(join(site, path), JSON.stringify({id, builtAt, observedThrough}));
  return {path, ...(await hashFile(join(site, path)))};
}
