import {sep} from "node:path";
import {build, type Plugin} from "esbuild";
import {type InstalledPackage, installedPackage} from "./installed-package.ts";
import {modulePath, parseSpecifier, relativeImport} from "./library-request.ts";
import {policyReplacements} from "./policy-replacements.ts";

export interface BundleOptions {
  /** Folder of the project, with its node_modules. */
  root: string;
  /** Packages that bundles import from one another instead of carrying a copy each. */
  shared: ReadonlySet<string>;
}

/** Makes one module for the browser of an installed package, or of a path in it, with everything it needs inside. */
export async function bundleLibrary(
  {name, version}: InstalledPackage,
  path: string,
  {root, shared}: BundleOptions
): Promise<string> {
  const others = new Set([...shared].filter((other) => other !== name));
  const result = await build({
    entryPoints: [path ? `${name}/${path}` : name],
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: ["es2022", "chrome96", "firefox96", "safari16"],
    define: {"process.env.NODE_ENV": '"production"'},
    logLevel: "silent",
    plugins: [shareLibraries(modulePath(name, version, path), root, others), policyReplacements]
  });
  return result.outputFiles[0]!.text;
}

/** Leaves shared packages outside, unless the importer needs another version than the project's. */
function shareLibraries(from: string, root: string, shared: ReadonlySet<string>): Plugin {
  const resolving = Symbol("resolving");
  return {
    name: "share-libraries",
    setup(build) {
      build.onResolve({filter: /^[^./]/}, async ({path: specifier, kind, importer, resolveDir, pluginData}) => {
        const {name, path} = parseSpecifier(specifier);
        if (pluginData === resolving || kind === "entry-point" || !shared.has(name)) return;
        const resolved = await build.resolve(specifier, {kind, importer, resolveDir, pluginData: resolving});
        const library = installedPackage(root, name);
        if (!library || !resolved.path.startsWith(library.folder + sep)) return resolved;
        return {path: relativeImport(from, modulePath(name, library.version, path)), external: true};
      });
    }
  };
}
