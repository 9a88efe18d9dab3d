import {openLake} from "../../loaders/lake.ts";
import {systemPayload} from "../../loaders/system/system-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await systemPayload(lake)));
lake.close();
