import type {TargetSettings} from "../../config/publish-settings.ts";
import {folderTarget} from "./folder.ts";
import {rsyncTarget} from "./rsync.ts";
import {s3Target} from "./s3.ts";
import type {Target} from "./target.ts";

/** The target that settings describe. Throws when they cannot be met, as when a secret is not set. */
export function makeTarget(settings: TargetSettings, place: {root: string; data: string}): Target {
  if (settings.kind === "folder") return folderTarget(settings, place);
  if (settings.kind === "rsync") return rsyncTarget(settings);
  return s3Target(settings);
}
