import {openLake} from "../../loaders/lake.ts";
import {newestRejects} from "../../loaders/quality/newest-rejects.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await newestRejects(lake)));
lake.close();
