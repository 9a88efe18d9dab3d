import {openLake} from "../../loaders/lake.ts";
import {outliers} from "../../loaders/water/outliers.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await outliers(lake)));
lake.close();
