import {existsSync} from "node:fs";
import {join} from "node:path";
import {observedThrough} from "../../loaders/lake/observed-through.ts";
import {Catalog} from "../catalog.ts";
import type {Config} from "../config.ts";
import {type PublishOptions, publish} from "../publish.ts";
import type {Say} from "../say.ts";
import type {Snapshot} from "../snapshots.ts";
import {untilStopped} from "../stop.ts";

/** What to publish from a catalog as it stands: the newest commit, and until when its data reach. */
const newestState = (catalog: Catalog): Pick<PublishOptions, "commit" | "observedThrough"> => ({
  commit: catalog.lastCommit(),
  observedThrough: observedThrough(catalog.files(), Date.now())
});

/** `weir publish`: one snapshot of the lake as it is now; a collector may run meanwhile. */
export async function publishOnce(
  {root, data, publish: {every: _, ...kept}}: Config,
  {say}: {say: Say}
): Promise<Snapshot> {
  if (!existsSync(join(data, "catalog.db"))) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  const stopping = new AbortController();
  void untilStopped().then(() => stopping.abort(new Error("stopped, nothing is published")));
  const catalog = new Catalog(data);
  try {
    return await publish({root, data, ...kept, say, signal: stopping.signal, ...newestState(catalog)});
  } finally {
    catalog.close();
  }
}
