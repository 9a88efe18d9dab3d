import {setTimeout as sleep} from "node:timers/promises";
import {InUseError, type Lock, takeLock} from "./lock.ts";

/** Takes a folder's lock that is only ever held for a moment, as soon as it is free. */
export async function waitForLock(folder: string, name: string, {pauseMs = 10} = {}): Promise<Lock> {
  for (;;)
    try {
      return takeLock(folder, name);
    } catch (error) {
      if (!(error instanceof InUseError)) throw error;
      await sleep(pauseMs);
    }
}
