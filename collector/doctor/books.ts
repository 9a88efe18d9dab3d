import {existsSync} from "node:fs";
import {join} from "node:path";
import {lakeStatus} from "../lake-status.ts";
import {type Finding, findings, type Subject} from "./finding.ts";

const books = findings("books");
const sources = findings("sources");

/** Whether the books balance, and which sources are away or have nothing new though they should. */
export async function checkBooks({data, config, collecting}: Subject): Promise<Finding[]> {
  if (!existsSync(join(data, "catalog.db"))) return [books.ok("nothing is collected yet")];
  const status = await lakeStatus(data);
  const off = Object.entries(status.sources).filter(([, s]) => s.read !== s.committed + s.rejected + s.spooled);
  const found = off.map(([id, s]) =>
    books.fail(
      `${id}: read ${s.read} is not committed ${s.committed} + rejected ${s.rejected} + spooled ${s.spooled}`,
      "weir lake verify tells what is lost; restore it from a backup"
    )
  );
  if (!off.length) found.push(books.ok(`balanced for ${Object.keys(status.sources).length} sources`));
  if (!collecting || !config) return found;
  for (const {id, freshForMs} of config.sources) {
    const now = status.sources[id];
    if (now?.state === "away") found.push(sources.warn(`${id} is away: ${now.message}`, "it is tried again by itself"));
    else if (now?.lag_s != null && now.lag_s * 1000 > freshForMs)
      found.push(
        sources.warn(`${id}: nothing new for ${now.lag_s} s`, `check its input, or raise sources.${id}.freshFor`)
      );
  }
  return found;
}
