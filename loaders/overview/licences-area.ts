import type {Lake} from "../lake.ts";
import {accessAndMaintenance} from "../licences/access.ts";
import {licenceTiles} from "../licences/licence-tiles.ts";
import {licenceTrend} from "../licences/licence-trend.ts";
import {licenceVersions} from "../licences/licence-versions.ts";
import {licencesSentence} from "../licences/licences-sentence.ts";
import {sourcesOf} from "../sources-of.ts";
import {type Area, anySimulated} from "./area.ts";

const day = 86_400_000;

/** How many licences there are; nothing about them is an alarm. */
export async function licencesArea(lake: Lake): Promise<Area> {
  const days = Array.from({length: 91}, (_, i) => lake.now - (90 - i) * day);
  const tiles = licenceTiles(licenceTrend(await licenceVersions(lake), days), {resources: [], dummies: []});
  const {value, trend} = tiles.find(({id}) => id === "licences")!;
  const sources = await sourcesOf(lake, "licences");
  const {maintenance} = await accessAndMaintenance(lake);
  return {
    id: "licences",
    title: "Licences",
    href: "/licences",
    status: value === null ? "none" : "ok",
    sentence: licencesSentence(tiles, maintenance.windows, lake.settings.timeZone),
    headline: {value, unit: "", label: "licences"},
    spark: value === null ? [] : trend,
    sparkLabel: "licences, 90 days",
    simulated: anySimulated(lake, sources),
    sources
  };
}
