import {openLake} from "../../loaders/lake.ts";
import {writeRecentReadings} from "../../loaders/water/readings-files.ts";

const lake = await openLake();
await writeRecentReadings(lake, process.stdout);
lake.close();
