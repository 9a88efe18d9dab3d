import {execFileSync} from "node:child_process";
import {findChromium} from "./find-chromium.ts";
import {findProgram} from "./find-program.ts";

const remedy =
  "install chromium with your package manager, or run npx playwright-core install chromium, " +
  "or set WEIR_CHROMIUM to the path of one";

/** Installs Chromium where that takes no questions: as root, with apt-get. Returns its path; throws with a remedy. */
export function installChromium({
  root = process.getuid?.() === 0,
  find = findChromium,
  aptGet = findProgram(["apt-get"]),
  run = runVisibly,
  say = console.error as (line: string) => void
} = {}): string {
  if (!root || !aptGet) throw new Error(`no Chromium found (${remedy})`);
  say("no Chromium found: installing it with apt-get, which takes a minute or two");
  try {
    run(aptGet, ["update"]);
    run(aptGet, ["install", "-y", "--no-install-recommends", "chromium"]);
  } catch (cause) {
    throw new Error(`cannot install Chromium: ${(cause as Error).message} (${remedy})`, {cause});
  }
  const installed = find();
  if (!installed) throw new Error(`apt-get installed no Chromium (${remedy})`);
  return installed;
}

function runVisibly(program: string, args: string[]): void {
  execFileSync(program, args, {
    stdio: ["ignore", process.stderr.isTTY ? 2 : "ignore", 2],
    env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}
  });
}
