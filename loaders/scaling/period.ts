/** The periods a load is planned by, in steps of the load. */
export interface Period {
  /** Length of a period, for which the number of servers stays the same. */
  length: number;
  /** How long before its period each number is decided: the boot time. */
  lead: number;
  day: number;
  hour: number;
}

/** The steps of periods; a boot time is rounded up to whole steps. */
export function periodOf(step: number, {horizonMs, bootMs}: {horizonMs: number; bootMs: number}): Period {
  const length = horizonMs / step;
  const day = 86_400_000 / step;
  if (!(length >= 1 && Number.isInteger(length) && day % length === 0))
    throw new Error(
      `invalid horizon: ${horizonMs / 60_000} min (write one that divides a day into whole steps of ${step / 60_000} min)`
    );
  const lead = Math.ceil(bootMs / step);
  if (!(lead + length <= day))
    throw new Error(`invalid horizon: ${horizonMs / 60_000} min (with the boot time it may not be above a day)`);
  return {length, lead, day, hour: 3_600_000 / step};
}
