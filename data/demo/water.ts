import {minute} from "./calendar.ts";
import {type Fault, faults} from "./faults.ts";
import {type MeterId, meterOf, meters} from "./meters.ts";

/** What a meter says about one minute: flow in m³/h to a tenth, pressure in bar to a hundredth. */
export interface WaterReading {
  flow: number;
  pressure: number;
}

/** What the pipes can carry; a meter that says otherwise is wrong. */
export const waterLimits = {flow: {min: 0, max: 1000}, pressure: {min: 0, max: 16}};

/** Reads meter `id` at the start of a minute (ms UTC); null where it says nothing. A pure function of its arguments. */
export type ReadMeter = (id: MeterId, time: number) => WaterReading | null;

/** The three meters with the faults of a year before the anchor. */
export function waterPlant(anchor: number): ReadMeter {
  const all = faults(anchor);
  const faultsOf = Object.fromEntries(meters.map((id) => [id, all.filter(({meter}) => meter === id)]));
  return function read(id, time): WaterReading | null {
    const present = faultsOf[id]!.filter(({from, to}) => from <= time && time < to);
    if (present.some(({kind}) => kind === "gap")) return null;
    const stuck = present.find(({kind, from}) => kind === "stuck" && from < time);
    return stuck ? read(id, stuck.from) : reading(id, time, present);
  };
}

function reading(id: MeterId, time: number, present: Fault[]): WaterReading {
  let flow = meterOf[id].flow(time);
  let drop = 0;
  for (const fault of present)
    if (fault.kind === "leak" || fault.kind === "burst") {
      flow += fault.flow * Math.min(1, (time + minute - fault.from) / fault.ramp);
      drop += fault.pressure;
    }
  const pressure = meterOf[id].pressure(time, flow) - drop;
  const result = {flow: Math.round(flow * 10) / 10, pressure: Math.round(pressure * 100) / 100};
  for (const fault of present) if (fault.kind === "impossible") result[fault.quantity] = fault.value;
  return result;
}
