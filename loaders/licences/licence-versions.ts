import type {Lake} from "../lake.ts";
import type {LicenceVersion} from "./licence-trend.ts";

/** Every version of every licence up to the lake's now, in order of time. */
export const licenceVersions = (lake: Lake): Promise<LicenceVersion[]> =>
  lake.sql<LicenceVersion>`
    SELECT observedAt, source, id, holder, resources, banned, deleted FROM licences
    WHERE observedAt <= ${new Date(lake.now)} ORDER BY observedAt`;
