import {lakeStatus} from "../lake-status.ts";
import type {Audit} from "./audit.ts";

/** Where a source's books do not balance by themselves. */
export async function balanceProblems(data: string): Promise<string[]> {
  const status = await lakeStatus(data).catch((error: Error) => error);
  if (status instanceof Error) return [`books that cannot be read: ${status.message}`];
  return Object.entries(status.sources)
    .filter(([, {read, committed, rejected, spooled}]) => read !== committed + rejected + spooled)
    .map(
      ([id, {read, committed, rejected, spooled}]) =>
        `books of ${id}: read ${read} is not committed ${committed} + rejected ${rejected} + spooled ${spooled}`
    );
}

/**
 * Where the lake does not hold what the books say a source has committed. Retention takes records away; then only too
 * many are wrong.
 *
 * @param rows collected rows by source, of every dataset but rejects, imports left out
 */
export function committedProblems({sources, commits}: Audit, rows: Map<string, number>): string[] {
  const retired = commits.some(({kind}) => kind === "retain");
  return sources.flatMap(({id, committed}) => {
    const held = rows.get(id) ?? 0;
    const sound = held === committed || (retired && held < committed);
    return sound ? [] : [`books of ${id}: committed ${committed}, but the lake holds ${held}`];
  });
}
