import {delimiter, join} from "node:path";

export interface SiteOptions {
  /** Folder of the project: package.json, observablehq.config.ts, src. */
  root: string;
  /** The data folder, absolute. */
  data: string;
  /** Commit of the catalog at which loaders read the lake; the newest when left out. */
  commit?: number;
  signal?: AbortSignal;
}

/** What the site's build and its loaders find in their environment. Nothing is reported to anyone. */
export function siteEnvironment({root, data, commit}: SiteOptions, env = process.env): NodeJS.ProcessEnv {
  const {FORCE_COLOR: _, ...inherited} = env;
  return {
    ...inherited,
    NO_COLOR: "1",
    OBSERVABLE_TELEMETRY_DISABLE: "1",
    PATH: [join(root, "node_modules", ".bin"), env.PATH].join(delimiter),
    WEIR_DATA: data,
    ...(commit === undefined ? {} : {WEIR_COMMIT: String(commit)})
  };
}
