import {statfsSync} from "node:fs";

/** Below this the spool may soon find no room, bytes. */
const leastFree = 256 * 2 ** 20;

/** What is wrong with the room on a folder's disk; empty when nothing is. */
export function diskProblems(folder: string, {least = leastFree, statfs = statfsSync} = {}): string[] {
  try {
    const {bavail, bsize} = statfs(folder);
    const free = bavail * bsize;
    return free < least
      ? [`disk: ${inMegabytes(free)} free at ${folder} (make room: ${inMegabytes(least)} at least)`]
      : [];
  } catch (error) {
    return [`disk: ${(error as Error).message}`];
  }
}

const inMegabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MB`;
