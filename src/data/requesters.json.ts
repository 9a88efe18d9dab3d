import {openLake} from "../../loaders/lake.ts";
import {requestersPayload} from "../../loaders/requests/requesters-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await requestersPayload(lake)));
lake.close();
