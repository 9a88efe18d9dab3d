import {openLake} from "../../loaders/lake.ts";
import {sensors} from "../../loaders/water/sensors.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await sensors(lake)));
lake.close();
