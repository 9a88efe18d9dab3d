/** One area of the site at a glance. */
export interface Area {
  id: "sensors" | "requests" | "licences" | "capacity" | "system";
  title: string;
  /** Page of the area, as in "/requests". */
  href: string;
  status: AreaStatus;
  sentence: string;
  headline: {value: number | null; unit: string; label: string};
  /** Equal steps, oldest first; null where nothing is known. */
  spark: (number | null)[];
  /** What `spark` shows. */
  sparkLabel: string;
  /** Whether the area's numbers come from a simulation. */
  simulated: boolean;
  /** Ids of the sources that its numbers come from. */
  sources: string[];
}

/** none: no data yet. */
export type AreaStatus = "ok" | "attention" | "alert" | "none";

/** Whether any of the sources is simulated. */
export const anySimulated = (
  {settings}: {settings: {sources: Record<string, {simulated: boolean}>}},
  ids: readonly string[]
): boolean => ids.some((id) => settings.sources[id]?.simulated ?? false);
