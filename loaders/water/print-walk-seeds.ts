import {openLake} from "../lake.ts";
import {seedWalks} from "../outliers/seeded-walk.ts";
import {observePlant} from "./observe-plant.ts";
import {framed} from "./seed-frames.ts";

const lake = await openLake();
const {series} = await observePlant(lake);
for (const {source, sensor, quantity, label, ...observed} of series)
  process.stdout.write(framed(seedWalks(source, observed, lake.now)));
lake.close();
