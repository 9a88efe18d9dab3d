import {readFileSync, realpathSync} from "node:fs";
import {join} from "node:path";

/** Framework insists on this version; the installed one, the last with Parquet built in, goes by it. */
const aliases: Record<string, string> = {"@duckdb/duckdb-wasm": "1.29.0"};

export interface InstalledPackage {
  name: string;
  /** The one that Framework knows it by. */
  version: string;
  /** Real path of its folder. */
  folder: string;
}

/** The package of that name in the project's node_modules, if there is one. */
export function installedPackage(root: string, name: string): InstalledPackage | undefined {
  try {
    const folder = realpathSync(join(root, "node_modules", name));
    const {version} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return {name, version: aliases[name] ?? version, folder};
  } catch {
    return undefined;
  }
}
