import type {WalkSeed} from "../../loaders/outliers/seeded-walk.ts";
import {seedsOf} from "../../loaders/water/seed-frames.ts";
import type {Config} from "../config.ts";
import {printed} from "./printed.ts";

/** What the watch asks of the lake. Throws when it cannot be read, and when aborted. */
export interface LakePast {
  seeds(signal: AbortSignal): Promise<Iterable<WalkSeed>>;
}

export const readFromLake = (place: Pick<Config, "root" | "data">): LakePast => ({
  seeds: async (signal) => seedsOf(await printed(place, "print-walk-seeds", signal))
});
