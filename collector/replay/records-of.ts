import type {Reject} from "../../data/schema.ts";
import type {Catalog} from "../catalog.ts";
import {checkBatch} from "../check-batch.ts";
import type {Config} from "../config.ts";
import {hashingKey, keyedHash} from "../secret.ts";
import type {Batch} from "../source.ts";

/** Gives the records of a reject, or throws why it stays one. */
export type RecordsOf = (reject: Reject) => Pick<Batch, "dataset" | "records">;

/** Asks the sources as they are configured now. */
export function recordsOf({data, sources}: Pick<Config, "data" | "sources">, catalog: Catalog): RecordsOf {
  const byId = new Map(sources.map(({id, source}) => [id, source]));
  const imported = catalog.importedFiles();
  const hash = hashOnce(keyedHash(hashingKey(data)));
  return (reject) => {
    const {source: id, position, raw} = reject;
    if (imported.some((file) => position.startsWith(`${file} `))) throw new Error("it was imported (import it again)");
    const source = byId.get(id);
    if (!source) throw new Error("no such source is configured");
    if (!source.replay) throw new Error("this kind of source cannot read a reject again");
    if (raw === "") throw new Error("nothing was kept of it");
    const {dataset, records} = source.replay(reject, {id, hash});
    if (records.length === 0) throw new Error("it gives no record");
    checkBatch({dataset, records, read: records.length, cursor: null});
    return {dataset, records};
  };
}

/** What is private in a reject was hashed when it was rejected, and stays as it is. */
const hashOnce =
  (hash: (value: string) => string) =>
  (value: string): string =>
    /^[0-9a-f]{24}$/.test(value) ? value : hash(value);
