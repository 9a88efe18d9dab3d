import {accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync} from "node:fs";
import {userInfo} from "node:os";
import {join} from "node:path";
import {type Finding, findings, type SerialDevice, type Subject} from "./finding.ts";

const {ok, warn, fail} = findings("serial");
const byId = "/dev/serial/by-id";

/** Whether each serial port is there and may be opened, and is named for good. */
export function checkSerialDevices({devices, collecting}: Subject, {access = accessSync} = {}): Finding[] {
  return devices.map((device) => checkDevice(device, collecting, access));
}

function checkDevice({id, path, simulated}: SerialDevice, collecting: boolean, access: typeof accessSync): Finding {
  if (!existsSync(path)) {
    if (simulated && !collecting) return ok(`${id}: ${path}: simulated, there while weir up runs`);
    return fail(
      `${id}: no such device: ${path}`,
      `plug it in, or write another of: ${present().join(", ") || "none is there"}`
    );
  }
  const real = realpathSync(path);
  const {gid, mode} = statSync(real);
  if ((mode & constants.S_IFMT) !== constants.S_IFCHR)
    return fail(`${id}: not a device: ${path}`, "write the path of a serial port, as in /dev/ttyUSB0");
  try {
    access(real, constants.R_OK | constants.W_OK);
  } catch {
    const group = groupName(gid);
    return fail(
      `${id}: permission denied: ${path}`,
      `usermod -aG ${group} ${userInfo().username}; log in again, or restart the unit`
    );
  }
  const stable = stableName(real);
  if (stable && /^\/dev\/tty(USB|ACM)\d+$/.test(path))
    return warn(`${id}: ${path} may be another device after a restart`, `write ${stable}`);
  return ok(`${id}: ${path}`);
}

const names = (): string[] => (existsSync(byId) ? readdirSync(byId).map((name) => join(byId, name)) : []);
const present = (): string[] => {
  const ports = readdirSync("/dev").filter((name) => /^tty(USB|ACM|AMA)\d+$/.test(name));
  return names().length ? names() : ports.map((name) => join("/dev", name));
};
const stableName = (real: string): string | undefined => names().find((name) => realpathSync(name) === real);

/** The group that may open serial ports is called dialout on Debian, uucp on others. */
function groupName(gid: number): string {
  const line = readFileSync("/etc/group", "utf8")
    .split("\n")
    .find((line) => line.split(":")[2] === String(gid));
  return line?.split(":")[0] || "dialout";
}
