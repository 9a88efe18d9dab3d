import {once} from "node:events";
import {type AddressInfo, createServer} from "node:net";
import {join} from "node:path";
import {InUseError, takeLock} from "../lock.ts";
import type {Say} from "../say.ts";
import type {ApiOptions} from "../serve/api-routes.ts";
import type {Mistake} from "../validate/mistake.ts";
import {validateSite} from "../validate/validate-site.ts";
import {DevLoaders} from "./dev/dev-loaders.ts";
import {devServer} from "./dev/dev-server.ts";
import {outputFolder} from "./dev/output-folder.ts";
import {PreviewCache} from "./dev/preview-cache.ts";
import {PreviewProcess} from "./dev/preview-process.ts";
import {Problems} from "./dev/problems.ts";
import {watchFolders} from "./dev/watch-folders.ts";
import {dropLoaderOutputs} from "./run-loaders.ts";
import type {SiteOptions} from "./site-environment.ts";

export interface DevOptions extends Omit<SiteOptions, "signal">, ApiOptions {
  host?: string;
  /** The first free one from 3000 on when left out. */
  port?: number;
  say?: Say;
}

const signals = ["SIGINT", "SIGTERM"] as const;
/**
 * Serves the site to its editors until this process is told to stop: every page anew when its file, a component or a
 * loader is saved, and over it what has to be mended. Resolves to the exit code.
 */
export async function dev({
  host = "127.0.0.1",
  port,
  say = () => {},
  live,
  chartData,
  ...options
}: DevOptions): Promise<number> {
  const {root} = options;
  await dropOldOutputs(root);
  const outputs = outputFolder(root);
  const stopping = new AbortController();
  const problems = new Problems();
  const loaders = new DevLoaders({...options, folder: outputs.path}, problems);
  const cache = new PreviewCache();
  const validator = pageValidator(options, problems);
  const previewPort = await freePort();
  const opened = (page: string) => validator.check([page]);
  const previewReady = () => preview.ready();
  const pages = {previewPort, previewReady, cache, loaders, problems, opened};
  const server = await devServer({host, port, ...pages, live, chartData});
  let preview = new PreviewProcess({...options, port: previewPort});
  let resume = () => {};
  const stop = () => {
    stopping.abort();
    preview.stop();
    resume();
  };
  for (const signal of signals) process.on(signal, stop);
  watchFolders(root, changed, {deep: ["src", "loaders", "data/demo"], flat: [".", "data"], signal: stopping.signal});
  say(`preview on ${server.url}`);
  while (!stopping.signal.aborted) {
    const code = await preview.exit;
    if (stopping.signal.aborted) break;
    const message = `the preview stopped (exit code ${code}); it starts again when something is saved`;
    problems.set(configFile, [{place: configFile, message, printed: preview.printed}]);
    say(`${message}\n${preview.printed}`);
    await new Promise<void>((resolve) => {
      resume = resolve;
    });
    cache.clear();
    if (!stopping.signal.aborted) preview = new PreviewProcess({...options, port: previewPort});
  }
  for (const signal of signals) process.off(signal, stop);
  await server.close();
  outputs.remove();
  return 0;

  function changed(paths: Set<string>) {
    problems.set(configFile, []);
    if (paths.has(configFile)) cache.clear();
    else cache.changed();
    resume();
    if ([...paths].some((path) => /\.[jt]s$/.test(path) && !path.startsWith("src/components/")))
      void loaders.changed(paths);
    if ([...paths].some((path) => path.endsWith(".css"))) server.tell("styles");
    server.tell("changed");
    validator.check(server.openPages());
  }
}

/** Drops what Framework would take for fresh, unless a build is at it, which makes all of it anew. */
async function dropOldOutputs(root: string): Promise<void> {
  try {
    const turn = takeLock(join(root, "src", ".observablehq"), "build");
    await dropLoaderOutputs(root).finally(() => turn.release());
  } catch (error) {
    if (!(error instanceof InUseError)) throw error;
  }
}

const configFile = "observablehq.config.ts";

/** Checks pages one after another, a little after they are asked for: the preview comes first. */
function pageValidator(options: Pick<SiteOptions, "root" | "data">, problems: Problems) {
  let turn: Promise<unknown> = Promise.resolve();
  const check = async (pages: Iterable<string>) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const only = [...pages];
    if (!only.length) return;
    const {mistakes} = await validateSite({...options, only});
    for (const page of only)
      problems.set(
        page,
        mistakes.filter(({file}) => file === page).map((mistake) => ({place: placeOf(mistake), message: said(mistake)}))
      );
  };
  return {
    check(pages: Iterable<string>) {
      turn = turn.then(() => check(pages)).catch(() => {}); // half a file, which the next save completes
    }
  };
}

const placeOf = ({file, line, column}: Mistake): string => `${file}:${line}:${column}`;
const said = ({message, hint}: Mistake): string => (hint ? `${message} (${hint})` : message);

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
