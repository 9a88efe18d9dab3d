import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {InUseError, type Lock, takeLock} from "../lock.ts";

/**
 * Waits until no other process builds from the same sources, which share Framework's cache, and takes the turn. Throws
 * who holds it when it does not come within `withinMs`.
 */
export async function buildTurn(
  root: string,
  {say, signal, withinMs = 600_000}: {say: (line: string) => void; signal?: AbortSignal; withinMs?: number}
): Promise<Lock> {
  const end = performance.now() + withinMs;
  for (let waited = false; ; waited = true) {
    try {
      return takeLock(join(root, "src", ".observablehq"), "build");
    } catch (error) {
      if (!(error instanceof InUseError) || performance.now() > end) throw error;
      if (!waited) say("waiting for another build of the same pages");
      await sleep(250, undefined, {signal});
    }
  }
}
