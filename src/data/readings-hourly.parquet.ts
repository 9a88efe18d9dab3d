import {openLake} from "../../loaders/lake.ts";
import {writeHourlyReadings} from "../../loaders/water/readings-files.ts";

const lake = await openLake();
await writeHourlyReadings(lake, process.stdout);
lake.close();
