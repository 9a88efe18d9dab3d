import {openLake} from "../../loaders/lake.ts";
import {overviewPayload} from "../../loaders/overview/overview-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await overviewPayload(lake)));
lake.close();
