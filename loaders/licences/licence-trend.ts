import type {Licence} from "../../data/schema.ts";

/** The licences as they stood at one instant. */
export interface LicenceCounts {
  /** Licences, the banned ones included. */
  licences: number;
  /** Different holders. */
  customers: number;
  /** Models over all licences. */
  sold: number;
  /** Different models that any licence holds. */
  assigned: number;
  banned: number;
}

export type LicenceVersion = Omit<Licence, "server">;

/**
 * Counts at each instant of `times` (ascending, ms UTC), from all versions of the licences; null before the first
 * version. Versions in order of `observedAt`.
 */
export function licenceTrend(versions: readonly LicenceVersion[], times: readonly number[]): (LicenceCounts | null)[] {
  const standing = new Map<string, LicenceVersion>();
  let next = 0;
  return times.map((time) => {
    for (; next < versions.length && versions[next]!.observedAt <= time; ++next) {
      const version = versions[next]!;
      const key = JSON.stringify([version.source, version.id]);
      if (version.deleted) standing.delete(key);
      else standing.set(key, version);
    }
    return next === 0 ? null : licenceCounts([...standing.values()]);
  });
}

function licenceCounts(licences: readonly LicenceVersion[]): LicenceCounts {
  const models = licences.flatMap(({resources}) => resources);
  return {
    licences: licences.length,
    customers: new Set(licences.flatMap(({holder}) => holder ?? [])).size,
    sold: models.length,
    assigned: new Set(models).size,
    banned: licences.filter(({banned}) => banned).length
  };
}
