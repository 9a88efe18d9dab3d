import {openLake} from "../../loaders/lake.ts";
import {publishTables} from "../../loaders/tables/publish-tables.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await publishTables(lake)));
lake.close();
