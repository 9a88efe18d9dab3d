import {linkSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {minute} from "./calendar.ts";

/** Where the simulated installations live inside the data folder. */
export const demoFolder = (data: string): string => join(data, "simulation");

/**
 * The whole minute (ms UTC) of the demo's first start, to which its faults and its history relate. Kept in
 * `<data>/simulation/anchor.json`; whoever comes first makes folder and file, and everybody gets the same.
 *
 * @throws Error when the file is not an anchor
 */
export function demoAnchor(data: string, {now = Date.now} = {}): number {
  const folder = demoFolder(data);
  const path = join(folder, "anchor.json");
  mkdirSync(folder, {recursive: true});
  const known = readAnchor(path);
  if (known !== null) return known;
  const anchor = Math.floor(now() / minute) * minute;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({anchor: new Date(anchor).toISOString()})}\n`);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return readAnchor(path)!;
}

function readAnchor(path: string): number | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const anchor = parseAnchor(text);
  if (!Number.isFinite(anchor)) throw new Error(`not an anchor: ${path} (remove its folder to start over)`);
  return anchor;
}

function parseAnchor(text: string): number {
  try {
    return Date.parse((JSON.parse(text) as {anchor: string}).anchor);
  } catch {
    return Number.NaN;
  }
}
