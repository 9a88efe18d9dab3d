import {existsSync} from "node:fs";
import {Away} from "../../source.ts";
import {fileProblem} from "../shared/file-problem.ts";

/** The error that says why a log cannot be read. */
export const cannotRead = (path: string, cause: unknown): Error =>
  new Error(`cannot read log file: ${path} (${fileProblem(cause)})`, {cause});

/** The error that says that there is no log, until there is one. */
export const missing = (path: string): Away =>
  new Away(`cannot read log file: ${path} (no such file or folder)`, () => existsSync(path));

/** The error that says that a log was not replaced after it was moved away. */
export const gone = (path: string): Away => new Away(`log file is gone: ${path}`, () => existsSync(path));

/** For `catch`: null when a file is not where it was found any more. */
export function unlessMoved(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
