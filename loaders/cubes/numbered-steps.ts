import {Fragment, identifier} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import type {CubeHeader} from "./cube-spec.ts";
import type {CubeRows} from "./write-cube.ts";

/** Stands between the parts of a key. */
const separator = "\u001f";

/**
 * Steps of a cube as numbers, the longest first.
 *
 * @param rows a FROM item: `step` (s), the time, the dimensions and the measures
 */
export async function numberedSteps(
  lake: Lake,
  {time, by}: Pick<CubeHeader, "time" | "by">,
  rows: Fragment
): Promise<Omit<CubeRows, "header">> {
  const raw = (text: string) => new Fragment([text]);
  const key = raw(by.length ? `concat_ws(chr(31), ${by.map(identifier).join(", ")})` : "''");
  const known = await lake.sql<{key: string}>`SELECT DISTINCT ${key} AS key FROM ${rows} ORDER BY key`;
  const keys = known.map(({key}) => key);
  // a list has to have something in it
  const columns = await lake.columns<string>(lake.fragment`
    SELECT "step" * 1000 AS "step", epoch_ms(${raw(identifier(time))}) AS "time",
      list_position(${keys.length ? keys : [""]}, ${key}) - 1 AS "key",
      * EXCLUDE ("step", ${raw([time, ...by].map(identifier).join(", "))})
    FROM ${rows} ORDER BY "step" DESC, "key", "time"`);
  return {keys: keys.map((key) => key.split(separator)), columns};
}
