import {join, resolve} from "node:path";
import {frontMatterProblems} from "../validate/front-matter-problems.ts";
import {buildTurn} from "./build-turn.ts";
import {bundlePages} from "./bundle/bundle-pages.ts";
import {clearOutput} from "./clear-output.ts";
import {findLoaders} from "./find-loaders.ts";
import {finishPages} from "./finish-pages.ts";
import {type BuiltPages, KeptPages} from "./kept-pages.ts";
import type {LoaderFailure} from "./loader-failure.ts";
import {markFailures} from "./mark-failures.ts";
import {nameWasm} from "./name-wasm.ts";
import {sourcesNaming, unparsedScripts} from "./page-problems.ts";
import {placeCubes} from "./place-cubes.ts";
import {placeTables} from "./place-tables.ts";
import {dropLoaderOutputs, type OutputReason, runLoaders} from "./run-loaders.ts";
import {runNode} from "./run-process.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";
import {siteParts} from "./site-parts.ts";

export interface BuildOptions extends SiteOptions {
  /** Folder for the site; an earlier build in it is replaced. */
  out: string;
  /** Make everything anew, also what would come out as before. */
  fresh?: boolean;
  say?: (line: string) => void;
}

export interface BuildResult extends BuiltPages {
  /** Loaders that made nothing this time; pages that show older data, or none, say so. */
  failures: LoaderFailure[];
  /** What was made anew, and why: each loader's output, and the `pages`. */
  outputs: OutputReason[];
}

export const frameworkScript = "node_modules/@observablehq/framework/dist/bin/observable.js";

/**
 * Builds the site from the lake, offline: loaders first, then the pages, and of both only what would come out other than
 * before. Throws with the page and the reason when pages cannot be built, and with what loaders printed when none has
 * anything to show.
 */
export async function build({say = () => {}, ...options}: BuildOptions): Promise<BuildResult> {
  const problems = frontMatterProblems(options.root);
  if (problems.length) throw new Error(`site build failed: ${problems.join("\n")}`);
  const turn = await buildTurn(options.root, {say, signal: options.signal});
  try {
    await clearOutput(resolve(options.root, options.out));
    await dropLoaderOutputs(options.root);
    const {failures, outputs} = await runLoaders({...options, say});
    const site = resolve(options.root, options.out);
    const {why, ...result} = await makePages(site, {...options, say});
    await nameWasm(site);
    await markFailures(site, failures);
    await placeCubes(site, options.data);
    await placeTables(site, options.data);
    await finishPages(site);
    await bundlePages(site, {cache: join(options.root, "src", ".observablehq", "bundles")});
    const pages = {target: "pages", made: why !== null, why: why ?? "nothing but data has changed"};
    return {...result, failures, outputs: [...outputs, pages]};
  } finally {
    turn.release();
  }
}

/** The pages as they were built before, where nothing but data has changed; otherwise built, with the reason. */
async function makePages(
  site: string,
  options: Required<Pick<BuildOptions, "say">> & BuildOptions
): Promise<BuiltPages & {why: string | null}> {
  const {root, say, fresh = false} = options;
  const kept = new KeptPages(root);
  const loaders = findLoaders(root);
  const parts = await siteParts(root, loaders);
  const before = fresh ? "told to" : await kept.restore(site, parts);
  if (typeof before !== "string") {
    say(`${before.pages} pages are as they were built before, with new data`);
    for (const link of before.brokenLinks) say(`broken link: ${link}`);
    return {...before, why: null};
  }
  const built = await buildPages(options);
  await kept.keep(site, built, parts, loaders);
  return {...built, why: before};
}

async function buildPages({
  out,
  say,
  ...options
}: Required<Pick<BuildOptions, "say">> & BuildOptions): Promise<BuiltPages> {
  const {root, signal} = options;
  say("building the pages");
  const start = performance.now();
  const {code, stdout, stderr} = await runNode(["--import", "tsx", frameworkScript, "build"], {
    cwd: root,
    env: {...siteEnvironment(options), WEIR_OUT: out},
    signal
  });
  if (code !== 0) throw new Error(`site build failed: ${await failure(root, stdout, stderr)}`);
  const unparsed = await unparsedScripts(resolve(root, out));
  if (unparsed.length) throw new Error(`site build failed: ${unparsed.join("\n")}`);
  const pages = Number(/^built (\d+) pages? in /m.exec(stdout)?.[1] ?? 0);
  const brokenLinks = [...stdout.matchAll(/^↳ (\S+) → (\S+)$/gm)].map(([, page, link]) => `${page} -> ${link}`);
  say(`built ${pages} ${pages === 1 ? "page" : "pages"} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  for (const link of brokenLinks) say(`broken link: ${link}`);
  return {pages, brokenLinks};
}

/** The page that was being read or names a missing file, if any, and the reason as Framework gives it at the very end. */
async function failure(root: string, stdout: string, stderr: string): Promise<string> {
  const [reason = stderr.trim().split("\n").slice(-10).join("\n")] = /(?<=^Unexpected error: ).*/m.exec(stderr) ?? [];
  const started = [...stdout.matchAll(/^load (\/\S+) /gm)].at(-1)?.[1];
  const reading = started !== undefined && !/^built \d+ page/m.test(stdout);
  if (reading) return `${join("src", started)}.md: ${reason}`;
  const missing = /^Not found: (\S+)$/.exec(reason)?.[1];
  const naming = missing === undefined ? [] : await sourcesNaming(root, missing);
  return naming.length ? `${naming.join(", ")}: ${reason}` : reason;
}
