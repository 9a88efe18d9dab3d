import {openLake} from "../../loaders/lake.ts";
import {actualsPayload} from "../../loaders/snapshots/actuals-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await actualsPayload(lake)));
lake.close();
