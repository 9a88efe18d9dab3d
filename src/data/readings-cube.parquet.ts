import {printCube} from "../../loaders/cubes/print-cube.ts";
import {openLake} from "../../loaders/lake.ts";

const lake = await openLake();
await printCube(lake, {
  dataset: "readings",
  time: "time",
  by: ["series"],
  grains: ["10min", "hour", "day"],
  measures: {mean: {mean: "value"}, min: {min: "value"}, max: {max: "value"}, n: {count: "value"}},
  where: {quality: "good"}
});
lake.close();
