import {type ChildProcess, spawn} from "node:child_process";
import {join} from "node:path";
import type {DevOptions} from "../../collector/site/dev.ts";
import {type AfterTest, afterTest} from "./after-test.ts";
import {root as checkout} from "./root.ts";

/** Runs `dev()` in a process of its own, until the test ends. */
export function startPreview(t: AfterTest, options: DevOptions): ChildProcess {
  const script = `
    import {dev} from ${JSON.stringify(join(checkout, "collector/site/dev.ts"))};
    process.exitCode = await dev(${JSON.stringify(options)});`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, {cwd: options.root, stdio: "ignore"});
  afterTest(t, () => child.kill("SIGTERM"));
  return child;
}
