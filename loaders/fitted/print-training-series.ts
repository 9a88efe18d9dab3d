import {dirname} from "node:path";
import {serialize} from "node:v8";
import {openLake} from "../lake.ts";
import {codeVersion} from "./code-version.ts";
import type {TrainingInput} from "./training-input.ts";
import {trainingSeries} from "./training-series.ts";

const lake = await openLake();
const input: TrainingInput = {code: codeVersion(dirname(import.meta.dirname)), series: await trainingSeries(lake)};
process.stdout.write(serialize(input));
lake.close();
