import {openLake} from "../../loaders/lake.ts";
import {novelty} from "../../loaders/water/novelty.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await novelty(lake)));
lake.close();
