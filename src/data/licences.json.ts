import {openLake} from "../../loaders/lake.ts";
import {licencesPayload} from "../../loaders/licences/licences-payload.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await licencesPayload(lake)));
lake.close();
