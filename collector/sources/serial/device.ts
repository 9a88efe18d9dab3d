import {readdirSync, statSync} from "node:fs";

/** Names what stands at a path: another text for another device or other permissions, and null when there is none. */
export function deviceAt(path: string): string | null {
  try {
    const {dev, ino, ctimeMs} = statSync(path);
    return `${dev} ${ino} ${ctimeMs}`;
  } catch {
    return null;
  }
}

/** Serial ports by the names that stay the same wherever they are plugged in, as paths. */
export function portsById(folder = "/dev/serial/by-id"): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch {
    return []; // no adapter has ever been plugged in
  }
}
