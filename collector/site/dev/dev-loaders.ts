import {mkdir, open, rename, rm, stat, utimes} from "node:fs/promises";
import {dirname, join} from "node:path";
import {build} from "esbuild";
import {SiteFiles} from "../../validate/site-files.ts";
import {runNode} from "../run-process.ts";
import {type SiteOptions, siteEnvironment} from "../site-environment.ts";
import {lastLines, type Problems} from "./problems.ts";

export interface DevLoadersOptions extends SiteOptions {
  /** Where outputs go, which is no other process's: a build that runs meanwhile clears Framework's cache. */
  folder: string;
}

/**
 * Runs the site's loaders for the preview, so that what a failing one printed can be shown, and that a change of what a
 * loader imports runs it again.
 */
export class DevLoaders {
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(
    readonly options: DevLoadersOptions,
    readonly problems: Problems
  ) {}

  /**
   * Makes a file (`data/load.json`) that a loader prints, below the folder of outputs, when there is none of it since the
   * loader has changed. Resolves to false when there is no such loader in JavaScript or TypeScript.
   *
   * @throws Error when the loader fails
   */
  make(target: string): Promise<boolean> {
    const running = this.#running.get(target);
    if (running) return running;
    const run = this.#make(target).finally(() => this.#running.delete(target));
    this.#running.set(target, run);
    return run;
  }

  async #make(target: string): Promise<boolean> {
    const {root, folder} = this.options;
    const behind = new SiteFiles(join(root, "src")).behind(target);
    const parameters = behind && parametersOf(behind, target);
    if (!parameters) return false;
    const script = join("src", behind);
    const output = join(folder, target);
    const [made, written] = await Promise.all([changeOf(output), changeOf(join(root, script))]);
    if (made !== null && written !== null && made >= written) return true;
    const partial = `${output}.partial`;
    await mkdir(dirname(output), {recursive: true});
    const {code, stderr} = await this.#run(script, parameters, partial);
    if (code === 0) await rename(partial, output);
    else await rm(partial, {force: true});
    const message = `loader failed (exit code ${code})`;
    this.problems.set(script, code === 0 ? [] : [{place: script, message, printed: lastLines(stderr)}]);
    if (code !== 0) throw new Error(`loader failed: ${target}`);
    return true;
  }

  async #run(script: string, parameters: string[], output: string) {
    const {root} = this.options;
    const args = [...(script.endsWith(".ts") ? ["--import", "tsx"] : []), script, ...parameters];
    const file = await open(output, "w");
    try {
      return await runNode(args, {cwd: root, env: siteEnvironment(this.options), output: file.fd});
    } finally {
      await file.close();
    }
  }

  /** Marks the loaders that import what has changed as changed themselves, which the preview's pages notice. */
  async changed(paths: ReadonlySet<string>): Promise<void> {
    const {root} = this.options;
    const files = new SiteFiles(join(root, "src"));
    const scripts = [...files.paths].filter((path) => /\.\w+\.[jt]s$/.test(path) && !path.endsWith(".d.ts"));
    const others = scripts.map((path) => join("src", path)).filter((script) => !paths.has(script));
    const now = new Date();
    for (const [script, imports] of await importsOf(root, others))
      if (!imports || imports.some((path) => paths.has(path))) await utimes(join(root, script), now, now);
  }
}

/**
 * What Framework would tell the loader `tables/[name].parquet.ts` of `tables/hourly.parquet`: `--name=hourly`. Undefined
 * for a file that is no loader of this target, or in another language.
 */
function parametersOf(behind: string, target: string): string[] | undefined {
  const loader = behind.replace(/\.[jt]s$/, "");
  if (loader === behind || behind === target) return undefined;
  const pattern = loader
    .split(/\[(\w+)\]/)
    .map((part, i) => (i % 2 ? `(?<${part}>[^/]+)` : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  const match = new RegExp(`^${pattern.join("")}$`).exec(target);
  return match ? Object.entries(match.groups ?? {}).map(([name, value]) => `--${name}=${value}`) : undefined;
}

/** Of a file, ms; null when there is none. */
const changeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({mtimeMs}) => mtimeMs,
    () => null
  );

/** What each script is made of; undefined where one of them cannot be read, and none is known. */
async function importsOf(root: string, scripts: string[]): Promise<[string, string[] | undefined][]> {
  const options = {absWorkingDir: root, bundle: true, write: false, metafile: true, packages: "external"} as const;
  const places = {entryPoints: scripts, outdir: "unused", format: "esm", platform: "node", logLevel: "silent"} as const;
  const built = await build({...options, ...places}).catch(() => null);
  const outputs = Object.values(built?.metafile.outputs ?? {});
  const imports = new Map(outputs.map(({entryPoint, inputs}) => [entryPoint, Object.keys(inputs)]));
  return scripts.map((script) => [script, imports.get(script)]);
}
