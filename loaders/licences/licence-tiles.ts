import type {LicenceCounts} from "./licence-trend.ts";

export interface LicenceTile {
  id: "customers" | "sold" | "licences" | "resources" | "assigned" | "dummies" | "banned";
  label: string;
  /** null when nothing is known. */
  value: number | null;
  /** value minus the value 30 days ago; null when that is not known. */
  delta30: number | null;
  /** By day, oldest first, the last one now; null before the first observation. */
  trend: (number | null)[];
}

type Trend = readonly (number | null)[];

/** The tiles of the licences page from daily counts, of licences and of the two counted folders. */
export function licenceTiles(
  counts: readonly (LicenceCounts | null)[],
  folders: {resources: Trend; dummies: Trend}
): LicenceTile[] {
  const of = (key: keyof LicenceCounts): Trend => counts.map((count) => count?.[key] ?? null);
  return [
    tile("customers", "Customers", of("customers")),
    tile("sold", "Resources sold", of("sold")),
    tile("licences", "Licences", of("licences")),
    tile("resources", "Resources", folders.resources),
    tile("assigned", "Resources assigned", of("assigned")),
    tile("dummies", "Dummy resources", folders.dummies),
    tile("banned", "Banned", of("banned"))
  ];
}

function tile(id: LicenceTile["id"], label: string, trend: Trend): LicenceTile {
  const value = trend.at(-1) ?? null;
  const before = trend.at(-31) ?? null;
  return {id, label, value, delta30: value === null || before === null ? null : value - before, trend: [...trend]};
}
