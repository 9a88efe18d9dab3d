import {Catalog} from "../catalog.ts";
import type {Config} from "../config.ts";
import {lakeFolder} from "../folders.ts";
import {takeLock} from "../lock.ts";
import {type Maintained, maintain, maintainedText} from "../maintain.ts";
import type {Say} from "../say.ts";

/** `weir lake compact`: tidies a lake that no collector is running on. */
export async function compactOnce({data, lake}: Config, {say}: {say: Say}): Promise<Maintained> {
  const lock = takeLock(data, "collector");
  const catalog = new Catalog(data);
  try {
    const done = await maintain(lakeFolder(data), catalog, {keepMs: lake.keep});
    say(maintainedText(done));
    return done;
  } finally {
    catalog.close();
    lock.release();
  }
}
