import type {Lake} from "../lake.ts";

/** How many licences (not deleted) hold a model. */
export interface ResourceUsage {
  resource: string;
  licences: number;
  /** Of those, how many are banned. */
  banned: number;
}

/** The most held models, up to 200, most held first. */
export const resourceUsage = (lake: Lake): Promise<ResourceUsage[]> =>
  lake.sql<ResourceUsage>`
    WITH held AS (SELECT DISTINCT source, id, banned, unnest(resources) AS resource FROM "licencesNow")
    SELECT resource, count(*) AS licences, count(*) FILTER (banned) AS banned
    FROM held GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200`;
