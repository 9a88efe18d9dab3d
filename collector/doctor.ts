import {checkBooks} from "./doctor/books.ts";
import {checkClock} from "./doctor/clock.ts";
import {checkConfiguration} from "./doctor/configuration.ts";
import {checkDataFolder} from "./doctor/data-folder.ts";
import {checkDisk} from "./doctor/disk.ts";
import {type Check, type Finding, findings, type Subject} from "./doctor/finding.ts";
import {checkJobs, checkSnapshot} from "./doctor/jobs.ts";
import {checkPort} from "./doctor/port.ts";
import {checkSerialDevices} from "./doctor/serial-devices.ts";
import {checkVersions} from "./doctor/versions.ts";

export type {Finding, Subject} from "./doctor/finding.ts";
export {subjectOf} from "./doctor/subject-of.ts";

/** In the order in which they are told. */
const checks: Record<string, Check> = {
  configuration: checkConfiguration,
  versions: checkVersions,
  "data folder": checkDataFolder,
  disk: checkDisk,
  clock: checkClock,
  port: checkPort,
  serial: checkSerialDevices,
  snapshot: checkSnapshot,
  jobs: checkJobs,
  books: checkBooks
};

/** Examines an installation, whether or not it runs. Never throws: a check that cannot be made is a failure of its own. */
export async function doctor(subject: Subject): Promise<Finding[]> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return await check(subject);
      } catch (error) {
        const [reason] = (error as Error).message.split("\n");
        return [findings(name).fail(`cannot be checked: ${reason}`, "mend that first, then ask again")];
      }
    })
  );
  return found.flat();
}
