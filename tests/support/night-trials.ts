import {nightFlow} from "../../loaders/outliers/night-flow.ts";
import {type PlantOptions, simulatedPlant} from "./simulated-plant.ts";

const dayMs = 86_400_000;

type Trial = Omit<PlantOptions, "days" | "step" | "seed" | "leak"> & {seeds: number[]};

/** By seed, how many nights a leak of a share of the night flow has run when stage 2 is reached; Infinity after 30. */
export function nightsToLeak({seeds, ...options}: Trial, share: number): number[] {
  return seeds.map((seed) => {
    const day = 120.5 + (seed % 7);
    const {flow, truth} = simulatedPlant({...options, seed, days: day + 30.5, step: 600_000, leak: {share, day}});
    const leaking = nightsOf(flow).filter(({time}) => time >= truth.leakFrom!);
    const found = leaking.findIndex(({stage}) => stage >= 2);
    return found < 0 ? Number.POSITIVE_INFINITY : found + 1;
  });
}

/** Share of nights at stage 2 or more in plants that do not leak, from the 60th night to the 400th. */
export function falseNights({seeds, ...options}: Trial): number {
  const nights = seeds.flatMap((seed) => {
    const {flow} = simulatedPlant({...options, seed, days: 400, step: 600_000});
    return nightsOf(flow).slice(60);
  });
  const judged = nights.filter(({mean, reference}) => mean !== null && reference !== null);
  return judged.filter(({stage}) => stage >= 2).length / judged.length;
}

const nightsOf = (flow: Parameters<typeof nightFlow>[0]) =>
  nightFlow(flow, () => 0, flow.start + Math.floor((flow.values.length * flow.step) / dayMs) * dayMs);
