import {hour} from "./calendar.ts";
import {models, unreleased} from "./licence-lives.ts";
import {channel, uniform} from "./noise.ts";

/** Names of the subfolders that stand in each of the licence server's folders. */
export interface FolderNames {
  resources: string[];
  "dummy-resources": string[];
}

const dummies = Array.from({length: 16}, (_, i) => `dummy-${String(i + 1).padStart(2, "0")}`);
const coming = models.slice(-unreleased);

/** Every name that may ever stand there. */
export const allFolders: FolderNames = {resources: models, "dummy-resources": dummies};

/**
 * The subfolders at a time (ms UTC): released models always, models in the making and dummies on and off, each
 * thinking again every few hours. A pure function of time.
 */
export function foldersAt(time: number): FolderNames {
  return {
    resources: models.filter((name) => !coming.includes(name) || stands(name, time, 4 * hour, 0.5)),
    "dummy-resources": dummies.filter((name) => stands(name, time, 2 * hour, 0.7))
  };
}

function stands(name: string, time: number, every: number, share: number): boolean {
  const own = channel(`folders/${name}`);
  const phase = Math.floor(uniform(own, -1) * every);
  return uniform(own, Math.floor((time + phase) / every)) < share;
}
