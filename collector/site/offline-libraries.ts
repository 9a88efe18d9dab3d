import {readFileSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join, resolve, sep} from "node:path";
import {bundleLibrary} from "./bundle-library.ts";
import {type InstalledPackage, installedPackage} from "./installed-package.ts";
import {LibraryCache} from "./library-cache.ts";
import {type LibraryRequest, libraryRequest} from "./library-request.ts";

/** Framework's own imports, which other libraries share. */
const implicit = ["d3", "@observablehq/plot", "htl", "isoformat", "apache-arrow", "@duckdb/duckdb-wasm"];

/** The version given for a package that is not installed: the standard library names some that no page may ever use. */
const absent = "0.0.0";

/**
 * Makes Framework take every `npm:` import, its implicit ones included, from node_modules instead of the network.
 * Called by observablehq.config.ts, in Framework's own process: from then on `fetch` answers there from what is
 * installed, bundled on first use and kept in Framework's cache, and reaches no host whatever. An import of a package
 * that is not installed fails with what to install.
 */
export function offlineLibraries({root = process.cwd(), source = "src"} = {}): void {
  if (answering.has(globalThis.fetch)) return;
  const cache = new LibraryCache(join(root, source));
  cache.refresh(root);
  const options = {root, shared: new Set([...implicit, ...dependencies(root)])};
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    const url = input instanceof Request ? input.url : input;
    const request = libraryRequest(url);
    if (!request) throw new Error(`not fetched: ${url} (sites are built offline)`);
    cache.fill();
    return answer(request, options);
  };
  answering.add(fetch);
  globalThis.fetch = fetch;
}

const answering = new WeakSet<typeof globalThis.fetch>();

function dependencies(root: string): string[] {
  return Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies ?? {});
}

type Options = Parameters<typeof bundleLibrary>[2];

/** Answers as a package registry and a CDN of modules would. */
async function answer(request: LibraryRequest, options: Options): Promise<Response> {
  const library = installedPackage(options.root, request.name);
  if (request.kind === "version") {
    const version = library?.version ?? absent;
    return Response.json({version, versions: {[version]: {}}});
  }
  if (!library) throw new Error(`library not installed: ${request.name} (run: npm install ${request.name})`);
  const {name, version} = library;
  if (request.version !== version)
    throw new Error(`library not installed: ${name}@${request.version} (${version} is; write npm:${name})`);
  if (request.kind === "module") {
    const text = await bundleLibrary(library, request.path, options);
    return new Response(text, {headers: {"content-type": "application/javascript"}});
  }
  return new Response(await readFile(fileOf(library, request.path)), {headers: {"content-type": typeOf(request.path)}});
}

function fileOf({name, folder}: InstalledPackage, path: string): string {
  const file = resolve(folder, path);
  if (!file.startsWith(folder + sep)) throw new Error(`not in the library: ${name}/${path}`);
  return file;
}

/** Framework rewrites the imports of whatever comes as JavaScript, and keeps the rest byte for byte. */
const typeOf = (path: string): string => (/\.m?js$/.test(path) ? "application/javascript" : "application/octet-stream");
