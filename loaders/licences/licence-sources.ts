import type {Lake} from "../lake.ts";

/** The series of the two counted folders. */
export const folderSeries = {resources: "resources/count", dummies: "dummy-resources/count"};

/** Ids of the sources of licences, of API calls and of the folders' counts. */
export async function licenceSources(lake: Lake): Promise<string[]> {
  const rows = await lake.sql<{source: string}>`
    SELECT source FROM licences UNION SELECT source FROM events WHERE kind = 'api'
    UNION SELECT source FROM readings WHERE list_contains(${Object.values(folderSeries)}, series)`;
  return rows.map(({source}) => source);
}
