import {openLake} from "../../loaders/lake.ts";
import {qualityPayload} from "../../loaders/quality/quality-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await qualityPayload(lake)));
lake.close();
