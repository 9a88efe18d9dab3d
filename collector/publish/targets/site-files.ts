import {join} from "node:path";
import {isAsset} from "../../serve/find-in-site.ts";
import type {Snapshot} from "../../snapshots.ts";

/** A file that a target is to have. */
export interface SiteFile {
  /** Its path at the target, and the one it has in the site: a page may be stored under its address, too. */
  path: string;
  of: string;
  /** Where it lies. */
  source: string;
  bytes: number;
  /** Stands for its content. */
  tag: string;
  /** Of the content; null for a compressed variant. */
  sha256: string | null;
  /** When it is to be there: first what pages ask for, 0; then the rest, 1; then pages, 2. */
  stage: 0 | 1 | 2;
}

/** What a target is to have of a snapshot, in the order of stages. */
export function siteFiles(
  {files}: Pick<Snapshot, "files">,
  site: string,
  {variants, addresses}: {variants: boolean; addresses: boolean}
): SiteFile[] {
  const all = Object.entries(files).flatMap(([path, {bytes, sha256, br, gzip}]): SiteFile[] => {
    const stage = path.endsWith(".html") ? 2 : isAsset(path) ? 0 : 1;
    const plain: SiteFile = {path, of: path, source: join(site, path), bytes, tag: sha256, sha256, stage};
    const variant = (suffix: string, size: number | undefined): SiteFile[] =>
      size === undefined || !variants
        ? []
        : [
            {
              ...plain,
              path: path + suffix,
              source: plain.source + suffix,
              bytes: size,
              tag: `${sha256}${suffix} ${size}`,
              sha256: null
            }
          ];
    const address = path.replace(/\.html$/, "");
    const hasAddress = addresses && stage === 2 && !/(^|\/)index$/.test(address) && !Object.hasOwn(files, address);
    return [...variant(".br", br), ...variant(".gz", gzip), plain, ...(hasAddress ? [{...plain, path: address}] : [])];
  });
  return all.sort((a, b) => a.stage - b.stage);
}
