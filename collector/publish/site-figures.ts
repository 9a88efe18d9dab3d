import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {figuresOf, payloadNames, type SitePayloads} from "../../loaders/snapshots/figures-of.ts";
import type {SnapshotFigures} from "../../src/components/snapshot-figures.ts";

/**
 * What a built site says in figures, from the payloads that its pages draw; null when it has none of them. Throws when
 * one of them is not what Weir's own loaders make.
 */
export async function siteFigures(site: string): Promise<Omit<SnapshotFigures, "snapshot"> | null> {
  const folder = join(site, "_file", "data");
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    payloadNames.map(async (payload) => {
      const name = names.find((name) => name.startsWith(`${payload}.`) && /^[a-z]+\.[0-9a-f]{8}\.json$/.test(name));
      return name ? [[payload, JSON.parse(await readFile(join(folder, name), "utf8"))]] : [];
    })
  );
  const payloads: SitePayloads = Object.fromEntries(found.flat());
  return Object.keys(payloads).length ? figuresOf(payloads) : null;
}
