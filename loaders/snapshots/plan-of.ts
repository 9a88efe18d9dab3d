import type {FigurePlan} from "../../src/components/snapshot-figures.ts";
import type {CapacityPayload} from "../scaling/capacity-payload.ts";

/** The plan of servers for the coming week, if one was made. */
export function planOf(payload: CapacityPayload | undefined): FigurePlan | null {
  const {series, rules, forecast, plan} = payload ?? {};
  const [first, second] = forecast?.rows ?? [];
  const last = forecast?.rows.at(-1);
  if (!series || !rules || !plan || !first || !last) return null;
  return {
    series: series.id,
    label: series.label,
    unit: series.unit,
    currency: rules.currency,
    capacity: rules.capacity,
    steps: plan.changes,
    until: last.time + ((second ?? last).time - first.time),
    ...plan.kpis,
    peak: {time: plan.peak.time, servers: plan.peak.servers}
  };
}
