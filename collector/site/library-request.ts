import {posix} from "node:path";

/** What Framework asks the network for: the version of a package, or a file of a version of it. */
export type LibraryRequest =
  | {kind: "version"; name: string}
  | {kind: "module"; name: string; version: string; path: string}
  | {kind: "file"; name: string; version: string; path: string};

const packageName = "((?:@[^/@]+/)?[^/@]+)";
const fileAddress = new RegExp(`^/npm/${packageName}@([^/]+)/(.*)$`);
const versionAddress = new RegExp(`^/${packageName}(?:/[^/]+)?$`);

/** Understands the addresses that Framework 1.13 builds for `npm:` imports; undefined for any other. */
export function libraryRequest(url: string | URL): LibraryRequest | undefined {
  const pathname = decodeURIComponent(new URL(url).pathname);
  const file = fileAddress.exec(pathname);
  if (file) {
    const [, name, version, path] = file as unknown as [string, string, string, string];
    if (path === "+esm") return {kind: "module", name, version, path: ""};
    if (path.endsWith("/+esm")) return {kind: "module", name, version, path: path.slice(0, -"/+esm".length)};
    return {kind: "file", name, version, path};
  }
  const version = versionAddress.exec(pathname);
  return version ? {kind: "version", name: version[1]!} : undefined;
}

/** Where Framework's cache keeps a module, as a path below the cache. */
export function modulePath(name: string, version: string, path = ""): string {
  return `/_npm/${name}@${version}/${path ? `${path}._esm.js` : "_esm.js"}`;
}

/** One cached module's import of another, relative as Framework writes it. */
export function relativeImport(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}

/** Splits what stands after `import ... from`: `@scope/name/path` into name and path. */
export function parseSpecifier(specifier: string): {name: string; path: string} {
  const parts = specifier.split("/");
  const count = specifier.startsWith("@") ? 2 : 1;
  return {name: parts.slice(0, count).join("/"), path: parts.slice(count).join("/")};
}
