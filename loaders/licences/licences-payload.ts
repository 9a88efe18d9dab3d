import type {Lake, PayloadMeta} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {type Access, accessAndMaintenance} from "./access.ts";
import {lastValues} from "./last-values.ts";
import {folderSeries, licenceSources} from "./licence-sources.ts";
import {type LicenceTile, licenceTiles} from "./licence-tiles.ts";
import {licenceTrend} from "./licence-trend.ts";
import {licenceVersions} from "./licence-versions.ts";
import {licencesSentence} from "./licences-sentence.ts";
import type {Maintenance} from "./maintenance-windows.ts";
import {type ResourceUsage, resourceUsage} from "./resource-usage.ts";

/** What the licences page draws. Times are UTC ms; hours and weekdays are those of the settings' time zone. */
export interface LicencesPayload {
  meta: PayloadMeta;
  sentence: string;
  /** The instants of the tiles' trends: now and the same time of the 365 days before, oldest first. */
  days: number[];
  tiles: LicenceTile[];
  /** Most held first. */
  usage: ResourceUsage[];
  access: Access;
  /** The quietest stretches of the coming week. */
  maintenance: Maintenance;
}

const day = 86_400_000;

export async function licencesPayload(lake: Lake): Promise<LicencesPayload> {
  const {now, settings} = lake;
  const days = Array.from({length: 366}, (_, i) => now - (365 - i) * day);
  const tiles = licenceTiles(licenceTrend(await licenceVersions(lake), days), {
    resources: await lastValues(lake, folderSeries.resources, days),
    dummies: await lastValues(lake, folderSeries.dummies, days)
  });
  const {access, maintenance} = await accessAndMaintenance(lake);
  return rounded({
    meta: await payloadMeta(lake, await licenceSources(lake)),
    sentence: licencesSentence(tiles, maintenance.windows, settings.timeZone),
    days,
    tiles,
    usage: await resourceUsage(lake),
    access,
    maintenance
  });
}
