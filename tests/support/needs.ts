import {execFileSync} from "node:child_process";
import * as pty from "@lydell/node-pty";
import Database from "libsql";
import {findChromium} from "./find-chromium.ts";
import {findProgram} from "./find-program.ts";
import {installPackage} from "./install-package.ts";

/** `open` is there, but its types leave it out. */
const {open} = pty as unknown as {open(options: object): {master: Destroyable; slave: Destroyable}};

interface Destroyable {
  destroy(): void;
}

/** Something that tests cannot do without. `meet` finds or installs it and says what it found, or throws a remedy. */
export interface Need {
  name: string;
  meet(): string;
}

export const needs: Need[] = [
  {name: "Chromium", meet: meetChromium},
  {name: "pseudo-terminal", meet: meetTerminal},
  {name: "SQLite", meet: meetSqlite},
  {name: "Mosquitto", meet: () => meetServer("Mosquitto", "mosquitto", "mosquitto")},
  {name: "MariaDB", meet: () => meetServer("MariaDB", "mariadb-server", "mariadbd")},
  {name: "logrotate", meet: () => meetServer("logrotate", "logrotate", "logrotate")}
];

/** Meets every need, telling `say` of each. Throws one error that names all that are missing. */
export function meetNeeds(list = needs, {say = (_line: string): void => {}} = {}): void {
  const missing: string[] = [];
  for (const {name, meet} of list)
    try {
      say(`${name}: ${meet()}`);
    } catch (error) {
      missing.push(`${name}: ${(error as Error).message}`);
    }
  if (missing.length) throw new Error(`the tests need\n${missing.map((line) => `  ${line}`).join("\n")}`);
}

const chromium = {
  name: "Chromium",
  package: "chromium",
  find: findChromium,
  remedy:
    "install chromium with your package manager, or run npx playwright-core install chromium, " +
    "or set WEIR_CHROMIUM to the path of one"
};

/** Where Debian keeps servers; PATH of an ordinary user leaves it out. */
const withServers = {env: {...process.env, PATH: `${process.env.PATH}:/usr/sbin`}};

/** Path of a server's program; undefined when it is not installed. */
export const findServer = (program: string): string | undefined => findProgram([program], withServers);

/** Path of a server's program, installed from Debian's package if need be. */
export function meetServer(name: string, debian: string, program: string): string {
  const find = () => findServer(program);
  return find() ?? installPackage({name, package: debian, find, remedy: `install Debian's ${debian}`});
}

function meetChromium(): string {
  const path = findChromium() ?? installPackage(chromium);
  process.env.WEIR_CHROMIUM = path;
  try {
    const version = execFileSync(path, ["--version"], {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});
    return `${path} (${version.trim()})`;
  } catch (cause) {
    throw new Error(`cannot start ${path} (run it with --version to see why, or set WEIR_CHROMIUM)`, {cause});
  }
}

function meetTerminal(): string {
  try {
    const terminal = open({});
    terminal.slave.destroy();
    terminal.master.destroy();
    return "opened one";
  } catch (cause) {
    throw new Error(`cannot open one: ${(cause as Error).message} (mount devpts on /dev/pts)`, {cause});
  }
}

function meetSqlite(): string {
  const database = new Database(":memory:");
  try {
    return (database.prepare("SELECT sqlite_version() AS version").get() as {version: string}).version;
  } finally {
    database.close();
  }
}
