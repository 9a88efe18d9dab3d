import {openLake} from "../../loaders/lake.ts";
import {capacityPayload} from "../../loaders/scaling/capacity-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await capacityPayload(lake)));
lake.close();
