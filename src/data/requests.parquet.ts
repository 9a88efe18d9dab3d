import {openLake} from "../../loaders/lake.ts";
import {writeRequests} from "../../loaders/requests/requests-file.ts";

const lake = await openLake();
await writeRequests(lake, process.stdout);
lake.close();
