import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type AfterTest, afterTest} from "../../tests/support/after-test.ts";
import {freePort} from "../../tests/support/free-port.ts";
import {root} from "../../tests/support/root.ts";
import {temporaryFolder} from "../../tests/support/temporary-folder.ts";
import {waitFor} from "../../tests/support/wait-for.ts";

/** `weir serve` in a process of its own, as an installation runs it; `more` is added to its environment. */
export async function serveProcess(
  scope: AfterTest,
  data: string,
  server: object = {},
  {more = {}}: {more?: NodeJS.ProcessEnv} = {}
) {
  const folder = temporaryFolder(scope);
  const port = await freePort();
  mkdirSync(folder, {recursive: true});
  const config = join(folder, "weir.config.mts");
  const settings = {data, server: {host: "127.0.0.1", port, ...server}, sources: {}};
  writeFileSync(config, `export default ${JSON.stringify(settings)};\n`);
  const {WEIR_DATA: _, PORT: __, ...env} = process.env;
  const child = spawn(process.execPath, [join(root, "collector/weir.js"), "-c", config, "serve"], {
    env: {...env, ...more},
    stdio: ["ignore", "ignore", "pipe"]
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-10_000);
  });
  afterTest(scope, async () => {
    if (child.exitCode === null && child.kill()) await once(child, "exit");
  });
  const isUp = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  await waitFor(isUp, {message: () => `weir serve to answer: ${said}`});
  return {port, child, said: () => said};
}
