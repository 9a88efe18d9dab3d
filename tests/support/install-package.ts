import {execFileSync} from "node:child_process";
import {findProgram} from "./find-program.ts";

/** A program that comes in a package of Debian's. */
export interface Packaged {
  /** What people call it. */
  name: string;
  /** Debian's package. */
  package: string;
  /** Its path, or undefined while it is not installed. */
  find(): string | undefined;
  /** What to do where it cannot be installed by itself. */
  remedy: string;
}

/** Installs a program where that takes no questions: as root, with apt-get. Returns its path; throws with a remedy. */
export function installPackage(
  {name, package: debian, find, remedy}: Packaged,
  {
    root = process.getuid?.() === 0,
    aptGet = findProgram(["apt-get"]),
    run = runVisibly,
    say = console.error as (line: string) => void
  } = {}
): string {
  if (!root || !aptGet) throw new Error(`no ${name} found (${remedy})`);
  say(`no ${name} found: installing it with apt-get, which takes a minute or two`);
  try {
    run(aptGet, ["update"]);
    run(aptGet, ["install", "-y", "--no-install-recommends", debian]);
  } catch (cause) {
    throw new Error(`cannot install ${name}: ${(cause as Error).message} (${remedy})`, {cause});
  }
  const installed = find();
  if (!installed) throw new Error(`apt-get installed no ${name} (${remedy})`);
  return installed;
}

function runVisibly(program: string, args: string[]): void {
  execFileSync(program, args, {
    stdio: ["ignore", process.stderr.isTTY ? 2 : "ignore", 2],
    env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}
  });
}
