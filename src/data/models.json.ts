import {openLake} from "../../loaders/lake.ts";
import {trainedModels} from "../../loaders/models/trained-models.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(await trainedModels(lake)));
lake.close();
