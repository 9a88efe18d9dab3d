import {accessSync, constants} from "node:fs";
import type {AfterTest} from "../after-test.ts";
import {temporaryFolder} from "../temporary-folder.ts";

/** An empty folder in memory where there is one, since thousands of trees are written into it; otherwise on disk. */
export function memoryFolder(t: AfterTest, {memory = "/dev/shm"} = {}): string {
  try {
    accessSync(memory, constants.W_OK);
    return temporaryFolder(t, {parent: memory});
  } catch {
    return temporaryFolder(t);
  }
}
