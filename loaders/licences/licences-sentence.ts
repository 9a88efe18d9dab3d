import {counted, weekdayTime, written} from "../phrases.ts";
import type {LicenceTile} from "./licence-tiles.ts";
import type {MaintenanceWindow} from "./quietest-window.ts";

/** Hours of the maintenance window that is told. */
const told = 4;

/** How many licences and customers there are, how that changed, and when maintenance disturbs least. */
export function licencesSentence(
  tiles: readonly LicenceTile[],
  maintenance: readonly MaintenanceWindow[],
  zone: string
): string {
  const of = (id: LicenceTile["id"]) => tiles.find((tile) => tile.id === id)!;
  const {value, delta30} = of("licences");
  if (value === null) return "No licences yet.";
  const held = `${counted(value, "licence")} of ${counted(of("customers").value!, "customer")}`;
  return (
    [`${held}${changed(delta30)}, ${written(of("banned").value!)} banned`, ...quietest(maintenance, zone)].join("; ") +
    "."
  );
}

function changed(delta: number | null): string {
  if (delta === null) return "";
  return delta === 0
    ? ", as many as 30 days ago"
    : `, ${written(Math.abs(delta))} ${delta > 0 ? "more" : "fewer"} than 30 days ago`;
}

function quietest(maintenance: readonly MaintenanceWindow[], zone: string): string[] {
  const night = maintenance.find(({hours}) => hours === told);
  if (!night) return [];
  const begins = weekdayTime(night.from, zone);
  return [
    `the quietest ${told} h of the coming week begin on ${begins} with about ${counted(Math.round(night.expected), "call")}`
  ];
}
