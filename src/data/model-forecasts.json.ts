import {openLake} from "../../loaders/lake.ts";
import {trainedForecasts} from "../../loaders/models/trained-models.ts";

const lake = await openLake();
process.stdout.write(JSON.stringify(trainedForecasts(lake)));
lake.close();
