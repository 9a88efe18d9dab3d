/** Lines that are gone before they were read: what is reported instead of them. */
export interface Loss {
  reason: string;
  /** Bytes of the file that are gone, as in `1234-5678`; without an end where nobody knows it. */
  position: string;
}

const bytes = new Intl.NumberFormat("en");

/**
 * A log of which what follows `from` is gone: it was cut, or the file deleted.
 *
 * @param seen up to where it was seen to go
 */
export function lostRest(
  name: string,
  how: "truncated" | "deleted" | "truncated or deleted",
  from: number,
  seen: number
): Loss {
  if (seen > from)
    return {
      reason: `log ${how} before it was read: about ${bytes.format(seen - from)} bytes of ${name} are lost`,
      position: `${from}-${seen}`
    };
  return {
    reason: `log ${how}: what was written to ${name} after byte ${bytes.format(from)} is lost, if anything was`,
    position: `${from}-`
  };
}

/** Files between two that were read are gone. */
export const lostFiles = (name: string, next: string, from: number): Loss => ({
  reason: `logs deleted before they were read: those between ${name} and ${next} are lost, if there were any`,
  position: `${from}-`
});

/** A compressed file ends or goes wrong in the middle. */
export const lostByDamage = (name: string, problem: string, from: number): Loss => ({
  reason: `log damaged: ${name} cannot be decompressed after byte ${bytes.format(from)} of its text (${problem}); the rest is lost`,
  position: `${from}-`
});

/** A file compressed by a program that Weir cannot undo. */
export const lostByCompression = (name: string): Loss => ({
  reason: `log compressed before it was read: ${name} cannot be read (let logrotate use gzip, or delaycompress)`,
  position: "0-"
});
