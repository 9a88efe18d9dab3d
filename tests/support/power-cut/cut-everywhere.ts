import {createHash} from "node:crypto";
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {type Snapshot, Snapshots} from "../../../collector/snapshots.ts";
import {seeded} from "../random.ts";
import {type Call, recordCalls} from "./record-calls.ts";
import {publishNth} from "./switch-once.ts";
import {UnsafeTree} from "./unsafe-tree.ts";

export type Scenario = "first publish" | "publish" | "rollback";
export const scenarios: Scenario[] = ["first publish", "publish", "rollback"];

export interface CutOptions {
  scenario: Scenario;
  /** An empty folder to work in. */
  folder: string;
  /** Path of strace. */
  strace: string;
  /** Power is cut after every so many calls, so many times each. */
  every: number;
  times: number;
  seed?: number;
  /** Syncs of these paths do nothing: whether the faults of a publish that leaves them out are found. */
  isLost?: (path: string) => boolean;
}

export interface CutResult {
  calls: number;
  cuts: number;
  /** Cuts that left the old, and the new one to readers. */
  old: number;
  new: number;
  violations: string[];
}

/**
 * Publishes or rolls back with real calls, and cuts power after them: readers have to get the old or the new snapshot,
 * whole, and the new one once it was said to be there; what else is listed is whole, and the next publish succeeds.
 */
export async function cutEverywhere({
  scenario,
  folder,
  strace,
  every,
  times,
  seed = 1,
  isLost = () => false
}: CutOptions): Promise<CutResult> {
  const [data, copy, after] = ["data", "copy", "after"].map((name) => join(folder, name)) as [string, string, string];
  mkdirSync(data, {recursive: true});
  if (scenario !== "first publish") for (const n of [1, 2, 3]) await publishNth(n, data);
  cpSync(data, copy, {recursive: true, verbatimSymlinks: true});
  const before = new Snapshots(data).current()?.id;
  const script = join(import.meta.dirname, "switch-once.ts");
  const what = scenario === "rollback" ? "rollback" : "publish";
  const recorded = recordCalls(script, [what, data], {folder: data, strace, log: join(folder, "strace.log")});
  const calls = recorded.map((call) => (call.call === "sync" && isLost(call.path) ? {...call, begunAt: 0} : call));
  const now = new Snapshots(data).current()?.id;
  if (now === undefined || now === before) throw new Error(`nothing was switched: ${scenario}`);

  const contents = playAll(new UnsafeTree(data, copy), calls).contentsAfter();
  const tree = new UnsafeTree(data, copy, contents);
  const random = seeded(seed);
  const result: CutResult = {calls: calls.length, cuts: 0, old: 0, new: 0, violations: []};
  for (const [i, call] of calls.entries()) {
    tree.play(call);
    const isLast = i === calls.length - 1;
    if (i % every !== 0 && !isLast) continue;
    for (let n = 0; n < times; n++) {
      rmSync(after, {recursive: true, force: true});
      tree.cut(after, random);
      const place = `${scenario}, after call ${i + 1} of ${calls.length} (${call.call})`;
      const id = new Snapshots(after).current()?.id;
      result.cuts++;
      if (id === now) result.new++;
      else if (id === before) result.old++;
      const problems = [
        ...(id !== now && (isLast || id !== before) ? [`readers get ${id ?? "nothing"}`] : []),
        ...new Snapshots(after).list().flatMap((snapshot) => damages(after, snapshot))
      ];
      if (result.cuts % 10 === 1) problems.push(...(await nextPublish(after)));
      result.violations.push(...problems.map((problem) => `${place}: ${problem}`));
    }
  }
  return result;
}

function playAll(tree: UnsafeTree, calls: readonly Call[]): UnsafeTree {
  for (const call of calls) tree.play(call);
  return tree;
}

/** Files of a snapshot that are not what its manifest says, variants by their presence. */
function damages(data: string, {id, files}: Snapshot): string[] {
  const site = new Snapshots(data).siteOf(id);
  return Object.entries(files).flatMap(([path, {sha256, br, gzip}]) => {
    const file = join(site, path);
    const isWhole = existsSync(file) && createHash("sha256").update(readFileSync(file)).digest("hex") === sha256;
    const variants = [
      ...(br === undefined ? [] : [[".br", br] as const]),
      ...(gzip === undefined ? [] : [[".gz", gzip] as const])
    ];
    const isComplete = variants.every(
      ([suffix, size]) => existsSync(file + suffix) && readFileSync(file + suffix).length === size
    );
    return isWhole && isComplete ? [] : [`${id} is damaged: ${path}`];
  });
}

async function nextPublish(data: string): Promise<string[]> {
  try {
    const {id} = await publishNth(9, data);
    const left = readdirSync(join(data, "snapshots")).filter((name) => name.startsWith("."));
    const problems = left.map((name) => `left over: ${name}`);
    return new Snapshots(data).current()?.id === id ? problems : [...problems, "the next publish is not served"];
  } catch (error) {
    return [`the next publish failed: ${(error as Error).message}`];
  }
}
