import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {type PublishOptions, publish} from "../../collector/publish.ts";
import type {Snapshot} from "../../collector/snapshots.ts";

export type SiteFiles = Record<string, string | Uint8Array>;

/** Publishes these files, by path, as if the site's build had made them at `now`. */
export function publishFiles(
  files: SiteFiles,
  {data, now, keep = 10, ...options}: Partial<PublishOptions> & {data: string; now: number}
): Promise<Snapshot> {
  const build = async ({out}: {out: string}) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(out, path)), {recursive: true});
      writeFileSync(join(out, path), content);
    }
    return {pages: 1, brokenLinks: [], failures: [], outputs: []};
  };
  return publish({root: data, data, keep, ...options}, {now: () => now, build});
}
