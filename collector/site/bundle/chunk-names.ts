import type {GetManualChunk} from "rollup";

/** Libraries from this size on have a file of their own, bytes. */
const large = 50_000;

/**
 * Where rollup puts a module: a large library that several pages share into a file of its own, other shared modules into
 * `charts` if they need Plot, into `drawing` if they need another large library, into `base` if none, and the rest to its
 * page: so a page that draws without libraries fetches none. `sizes` in bytes by module.
 */
export function chunkNames(pagePrefix: string, sizes: ReadonlyMap<string, number>): GetManualChunk {
  const reaching = new Map<string, Set<string>>();
  return (id, {getModuleInfo}) => {
    const pagesOf = (module: string): Set<string> =>
      reach(
        module,
        (one) => getModuleInfo(one)?.importers ?? [],
        (one) => one.startsWith(pagePrefix)
      );
    const pages = reaching.get(id) ?? pagesOf(id);
    reaching.set(id, pages);
    if (id.startsWith(pagePrefix) || pages.size < 2) return undefined;
    const largeLibrary = (module: string) => ((sizes.get(module) ?? 0) >= large ? libraryOf(module) : undefined);
    const own = largeLibrary(id);
    if (own) return own.replace(/^@/, "").replace(/[\\/]/g, "-");
    const needed = reach(
      id,
      (one) => getModuleInfo(one)?.importedIds ?? [],
      (one) => largeLibrary(one) !== undefined
    );
    return [...needed].some(isPlot) ? "charts" : needed.size ? "drawing" : "base";
  };
}

const libraryOf = (id: string): string | undefined => /[\\/]_npm[\\/]((?:@[^\\/]+[\\/])?[^\\/@]+)@/.exec(id)?.[1];

const isPlot = (id: string): boolean => /[\\/]_npm[\\/]@observablehq[\\/]plot@/.test(id);

/** Modules that fit, among a module and all that `next` leads to. */
function reach(from: string, next: (id: string) => readonly string[], fits: (id: string) => boolean): Set<string> {
  const seen = new Set([from]);
  for (const id of seen) for (const one of next(id)) seen.add(one);
  return new Set([...seen].filter(fits));
}
