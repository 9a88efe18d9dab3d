import {type Fault, faults, leakShare} from "./faults.ts";
import {quietHours} from "./licence-calls.ts";
import {neglect, neglected, rush} from "./requests.ts";
import {trafficEvents} from "./traffic.ts";

/** Something true about the simulated data that an analysis should find; plain JSON. */
export interface Truth {
  kind: TruthKind;
  /** As in the lake: `001/flow`, `gateway/calls`; the source's id where the data are no readings. */
  series: string;
  /** ms UTC, half-open; null where there is no bound. */
  from: number | null;
  to: number | null;
  /** leak, burst: m³/h more or bar less when grown. campaign, flash-crowd, outage: factor on the load. */
  size?: number;
  /** leak: part of the night flow. imbalance: part never processed. */
  share?: number;
  /** impossible: what the meter said. */
  value?: number;
  /** imbalance: who waits, and how many times longer than the others. */
  requester?: string;
  delay?: number;
  /** quiet-hours: ms after 00:00 UTC, every day. */
  daily?: {from: number; to: number};
}

export type TruthKind =
  | Fault["kind"]
  | ReturnType<typeof trafficEvents>[number]["kind"]
  | "rush"
  | "imbalance"
  | "quiet-hours";

/** All that was put into the year before the anchor (ms UTC) and after it, one entry for each series touched. */
export function groundTruth(anchor: number): Truth[] {
  return [
    ...faults(anchor).flatMap(faultTruth),
    ...trafficEvents(anchor).map(({kind, from, to, factor}) => ({
      kind,
      series: "gateway/calls",
      from,
      to,
      size: factor
    })),
    {kind: "rush", series: "requests", from: anchor, to: anchor + rush},
    ...neglected.map((requester): Truth => {
      const {delay, lost: share} = neglect;
      return {kind: "imbalance", series: "requests", from: null, to: null, requester, delay, share};
    }),
    {kind: "quiet-hours", series: "licence-calls", from: null, to: null, daily: quietHours}
  ];
}

function faultTruth(fault: Fault): Truth[] {
  const {kind, meter, from} = fault;
  const to = Number.isFinite(fault.to) ? fault.to : null;
  const at = (quantity: string) => ({kind, series: `${meter}/${quantity}`, from, to});
  switch (fault.kind) {
    case "leak":
      return [{...at("flow"), size: fault.flow, share: leakShare}];
    case "burst":
      return [
        {...at("flow"), size: fault.flow},
        {...at("pressure"), size: fault.pressure}
      ];
    case "impossible":
      return [{...at(fault.quantity), value: fault.value}];
    default:
      return [at("flow"), at("pressure")];
  }
}
