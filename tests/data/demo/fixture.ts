import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {TestContext} from "node:test";
import {setTimeout} from "node:timers/promises";

/** A Thursday afternoon in summer. */
export const anchor = Date.UTC(2026, 6, 9, 14, 20);

/** A folder that goes with the test. */
export function temporaryFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-demo-"));
  test.after(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

/** Waits until something is true. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(10);
}

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
