import {readFileSync} from "node:fs";
import {mkdir, rename} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {TargetSettings} from "../../config/publish-settings.ts";
import {sync, writeFileOf} from "../../durable.ts";
import type {Delivered, TargetRecord} from "./target.ts";

/** One attempt to bring a snapshot to a target. */
export interface TargetTry extends Delivered {
  snapshot: string;
  /** ms */
  at: number;
  ok: boolean;
  /** Why not. */
  message: string;
}

/** What is known of a target, kept in `<data>/targets/<name>.json`. */
export interface TargetState extends TargetRecord {
  kind: string;
  place: string;
  /** The newest first. */
  tries: TargetTry[];
  /** The last one that succeeded. */
  delivered: TargetTry | null;
}

/** Where a target is, for people; without secrets. */
export function placeOf(settings: TargetSettings): string {
  if (settings.kind === "folder") return settings.path;
  if (settings.kind === "rsync") return settings.to;
  return `${settings.endpoint.replace(/\/$/, "")}/${settings.bucket}/${settings.prefix}`;
}

/** What is known of a target; nothing when it has moved, or what was known cannot be read. */
export function readTargetState(data: string, name: string, settings: TargetSettings): TargetState {
  const {kind} = settings;
  const place = placeOf(settings);
  try {
    const state: TargetState = JSON.parse(readFileSync(fileOf(data, name), "utf8"));
    if (state.kind === kind && state.place === place) return state;
  } catch {}
  return {kind, place, files: {}, gone: {}, tries: [], delivered: null};
}

/** Notes on targets that were to have a snapshot, and at the last try did not get it. */
export function failedTargets(data: string, targets: Record<string, TargetSettings>, id: string): string[] {
  return Object.entries(targets).flatMap(([name, settings]) => {
    const last = readTargetState(data, name, settings).tries.find(({snapshot}) => snapshot === id);
    return last && !last.ok ? `target ${name} failed: ${last.message}` : [];
  });
}

export async function writeTargetState(data: string, name: string, state: TargetState): Promise<void> {
  const file = fileOf(data, name);
  await mkdir(dirname(file), {recursive: true});
  await writeFileOf([Buffer.from(JSON.stringify(state))], `${file}.part`);
  await sync(`${file}.part`);
  await rename(`${file}.part`, file);
}

const fileOf = (data: string, name: string): string => join(data, "targets", `${name}.json`);
