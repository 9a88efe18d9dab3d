import type {DatasetName} from "../data/schema.ts";
import type {Lake} from "./lake.ts";

/** Ids of the sources that have written to a dataset. */
export async function sourcesOf(lake: Lake, dataset: DatasetName): Promise<string[]> {
  const ids = lake.sourceIds;
  const observed = await Promise.all(ids.map((id) => lake.observedThrough(dataset, id)));
  return ids.filter((_, i) => observed[i] !== null);
}
