import {Catalog} from "../catalog.ts";
import type {Config} from "../config.ts";
import {lakeFolder} from "../folders.ts";
import {takeLock} from "../lock.ts";
import {type Maintained, maintain, maintainedText, retiredText, tidiedText, tidy} from "../maintain.ts";
import {retain} from "../retain.ts";
import {retentionOf} from "../retention-of.ts";
import type {Say} from "../say.ts";

/** `weir lake compact`: tidies a lake that no collector is running on, and takes out what is past keeping. */
export async function compactOnce(config: Config, {say}: {say: Say}): Promise<Maintained> {
  const done = await onLake(config, (lake, catalog) => maintain(lake, catalog, retentionOf(config)));
  say(maintainedText(done));
  return done;
}

/** `weir jobs run compact`. */
export const tidyOnce = (config: Config): Promise<string> =>
  onLake(config, async (lake, catalog) => tidiedText(await tidy(lake, catalog)));

/** `weir jobs run retain`. */
export const retainOnce = (config: Config): Promise<string> =>
  onLake(config, async (_, catalog) => retiredText(retain(catalog, retentionOf(config))));

/** Works on a lake that no collector is running on. */
async function onLake<T>({data}: Config, work: (lake: string, catalog: Catalog) => Promise<T>): Promise<T> {
  const lock = takeLock(data, "collector");
  const catalog = new Catalog(data);
  try {
    return await work(lakeFolder(data), catalog);
  } finally {
    catalog.close();
    lock.release();
  }
}
