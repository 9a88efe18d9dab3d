import {openLake} from "../../loaders/lake.ts";
import {requestsPayload} from "../../loaders/requests/requests-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await requestsPayload(lake)));
lake.close();
