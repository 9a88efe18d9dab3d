import {serialize} from "node:v8";
import {openLake} from "../lake.ts";
import {seedWalks} from "../outliers/seeded-walk.ts";
import {observePlant} from "./observe-plant.ts";

const lake = await openLake();
const {series} = await observePlant(lake);
const seeds = series.map(({source, sensor, quantity, label, ...observed}) => seedWalks(source, observed, lake.now));
process.stdout.write(serialize(seeds));
lake.close();
