import {keptCriteria} from "../lake/kept-criteria.ts";
import {openLake} from "../lake.ts";
import {zoneOffset} from "../math/zone-offset.ts";
import type {SeriesCriteria} from "../outliers/criteria-file.ts";
import {plantSources, seriesIds} from "./observe-plant.ts";
import {seriesCriteria} from "./series-criteria.ts";

const lake = await openLake();
const kept = keptCriteria(lake.data);
const offset = zoneOffset(lake.settings.timeZone);
const all: SeriesCriteria[] = [];
for (const {source, series, begins} of await seriesIds(lake, plantSources(lake), 0))
  all.push({
    source,
    series,
    versions: await seriesCriteria(lake, {source, series, begins}, {from: begins, offset, kept})
  });
process.stdout.write(JSON.stringify(all));
lake.close();
