import {explorePayload} from "../../loaders/explore/explore-payload.ts";
import {openLake} from "../../loaders/lake.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await explorePayload(lake)));
lake.close();
