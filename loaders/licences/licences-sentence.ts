import {counted, weekdayTime, written} from "../phrases.ts";
import type {LicenceTile} from "./licence-tiles.ts";
import type {MaintenanceWindow} from "./quietest-window.ts";

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
  const longest = maintenance.at(-1);
  if (!longest) return [];
  const begins = weekdayTime(longest.from, zone);
  return [
    `the quietest ${longest.hours} h of the coming week begin on ${begins} with about ${counted(Math.round(longest.expected), "call")}`
  ];
}
